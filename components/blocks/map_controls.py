"""What is chosen over the map: how it is seen, and the months one steps or plays through.

All of it lives in the address (`?view=months`, `?play=2023-12`); while it plays, each step is a
run of the whole screen, so that rights, top line and address go along with the picture.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.blocks.map_tape import neighbours, next_on_tape, tape
from components.reader import Reader
from components.state import chosen, forget
from domain.periods import Period

# How long a month stands while it plays.
STEP_SECONDS = 1.6
PLAY = "play"
_FRESH = "_map_just_drawn"


def choose_segment(parameter: str, label: str, *, options: Mapping[str, str]) -> str:
    """A switch over `options` (code -> name) that writes into the address; the first is default.

    Raises UnknownChoice as components.state.chosen does.
    """
    default = next(iter(options))
    code = chosen(parameter, options=options, default=default)
    widget = f"switch_{parameter}"
    st.session_state[widget] = code
    st.segmented_control(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        required=True,
        key=widget,
        on_change=_write_segment,
        args=(parameter, default),
        label_visibility="collapsed",
        width="content",
    )
    return code


def _write_segment(parameter: str, default: str) -> None:
    code = st.session_state[f"switch_{parameter}"]
    if code == default:
        forget(parameter)
    else:
        st.query_params[parameter] = code


def show_months_control(codes: Sequence[str], asked: Period, *, reader: Reader) -> None:
    """Buttons to the period before, to play or stop, and to the period after.

    `codes` are the periods that can be asked about.
    """
    before, after = neighbours(codes, asked)
    played = tape(codes, asked)
    until = st.query_params.get(PLAY)
    if until is not None and until not in codes:
        forget(PLAY)
        until = None
    with st.container(key="map_play", horizontal=True, gap=None, width="content"):
        _step_button("before", ":material/skip_previous:", before, reader)
        if until is not None:
            st.button(
                "",
                icon=":material/stop:",
                help=reader.text("map.stop"),
                key="map_stop",
                on_click=forget,
                args=(PLAY,),
            )
        else:
            st.button(
                "",
                icon=":material/play_arrow:",
                help=reader.text("map.play"),
                key="map_start",
                disabled=not played,
                on_click=_start,
                args=(played,),
            )
        _step_button("after", ":material/skip_next:", after, reader)
    if until is not None:
        _keep_playing(codes, asked, until)


def _step_button(key: str, icon: str, code: str | None, reader: Reader) -> None:
    st.button(
        "",
        icon=icon,
        help=reader.text(f"map.{key}"),
        key=f"map_{key}",
        disabled=code is None,
        on_click=go_to,
        args=(code,),
    )


def go_to(code: str, *forgotten: str) -> None:
    """Ask for the period of that code, and for nothing more of `forgotten`."""
    forget(PLAY, *forgotten)
    st.query_params["period"] = code


def _start(months: Sequence[str]) -> None:
    st.query_params["period"] = months[0]
    st.query_params[PLAY] = months[-1]


def _keep_playing(codes: Sequence[str], asked: Period, until: str) -> None:
    if next_on_tape(codes, asked, until=until) is None:
        forget(PLAY)
        return
    # The run that draws a month also runs the ticker once; only what comes later is a tick.
    st.session_state[_FRESH] = True
    st.fragment(_tick, run_every=STEP_SECONDS)(tuple(codes), asked, until)


def _tick(codes: Sequence[str], asked: Period, until: str) -> None:
    is_first = st.session_state.pop(_FRESH, False)
    # A tick that was on its way when somebody pressed Stop changes nothing.
    if is_first or st.query_params.get(PLAY) != until:
        return
    following = next_on_tape(codes, asked, until=until)
    if following is not None:
        st.query_params["period"] = following
    if following is None or following == until:
        forget(PLAY)
    st.rerun()
