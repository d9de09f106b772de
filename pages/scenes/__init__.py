"""The registry of scenes: every picture that a wall or a presenter can show, in reading order."""

from collections.abc import Mapping

from pages.scenes import (
    decisions,
    digital_identity,
    freshness,
    map,
    online_services,
    pilot_models,
    ranking,
    readiness,
    service_index,
    situation,
    unit,
    work,
)
from pages.scenes.scene import Scene

SCENES: Mapping[str, Scene] = {
    scene.key: scene
    for scene in (
        situation.SCENE,
        map.SCENE,
        ranking.SCENE,
        work.SCENE,
        pilot_models.SCENE,
        decisions.SCENE,
        service_index.SCENE,
        digital_identity.SCENE,
        online_services.SCENE,
        readiness.SCENE,
        unit.SCENE,
        freshness.SCENE,
    )
}
