"""Which indicators of the catalogue tell of digital identity."""

CARDS, COVERAGE, COLLECTED, ACTIVATED = "DDI01", "DDI02", "DDI03", "DDI04"
ACTIVATION_RATE, LEVEL_2, ADULTS_ONLINE, PAPERS = "DDI05", "DDI06", "DDI07", "DDI08"
# The steps that people stand at, each within the one before.
STEPS = (CARDS, COLLECTED, ACTIVATED)
IDENTITY = (*STEPS, COVERAGE, ACTIVATION_RATE, LEVEL_2, ADULTS_ONLINE, PAPERS)
