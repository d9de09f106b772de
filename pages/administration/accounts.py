"""Who may sign in, as what, and what do they see? And what must be changed about it?

For: administrators. Every act is done and recorded by store/administration.py.
"""

from collections.abc import Callable, Iterator

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.accounts import accounts_html, counted, list_title, name_of_unit
from components.markup import plain, safe
from components.state import admitted, choose, current_reader
from pages.administration.desk import Told, carry_out, current_desk, show_told
from store import administration
from store.account_list import Account, all_accounts, all_units
from store.tables.accounts import ROLES

reader = current_reader()
me = admitted()
accounts = {account.username: account for account in all_accounts()}
units = all_units()
desk = current_desk(of="accounts")


def act(do: Callable[[], Told]) -> None:
    """Do it, or say why it was refused."""
    carry_out(do, desk=desk, of=chosen, reader=reader)


def choose_units(*, given: frozenset[int], key: str) -> frozenset[int]:
    """A choice among the units that the administrator sees; what lies beyond stays given."""
    within = [unit_id for unit_id, unit in units.items() if unit.lies_in(me.scope)]
    beyond = given.difference(within)
    picked = st.multiselect(
        reader.text("administration.scope"),
        within,
        default=[unit_id for unit_id in within if unit_id in given],
        format_func=lambda unit_id: plain(name_of_unit(units[unit_id], reader)),
        help=reader.text("administration.scope_help"),
        placeholder=reader.text("administration.scope_choose"),
        key=key,
    )
    if beyond:
        st.caption(reader.text("administration.scope_kept", count=len(beyond)))
    return beyond.union(picked)


def choose_role(*, index: int, key: str) -> str:
    """A choice among the roles."""
    role: str = st.selectbox(
        reader.text("administration.role"),
        ROLES,
        index=index,
        format_func=lambda role: reader.text(f"shell.role_{role}"),
        key=key,
    )
    return role


def show_new() -> None:
    """The form for an account that is not there yet."""
    key = f"new_{desk.turn}"
    with st.form(key, border=False):
        username = st.text_input(reader.text("administration.username"), key=f"name_{key}")
        post = st.text_input(reader.text("administration.display_name"), key=f"post_{key}")
        role = choose_role(index=ROLES.index("staff"), key=f"role_{key}")
        unit_ids = choose_units(given=frozenset(), key=f"units_{key}")
        pressed = st.form_submit_button(reader.text("administration.create"), type="primary")

    def create() -> Told:
        password = administration.create_account(
            me.account_id, username=username, display_name=post, role=role, unit_ids=unit_ids
        )
        sentence = reader.text("administration.created", name=username.strip())
        return Told(sentence, secret=password)

    if pressed:
        act(create)


def show_existing(account: Account) -> None:
    """Role and scope as one form, and what is done at once behind a second press each."""
    seen = desk.as_first_seen(account)
    key = f"{account.account_id}_{desk.turn}"
    with st.form(f"form_{key}", border=False):
        role = choose_role(index=ROLES.index(seen.role), key=f"role_{key}")
        unit_ids = choose_units(given=seen.unit_ids, key=f"units_{key}")
        pressed = st.form_submit_button(reader.text("administration.save"), type="primary")

    def save() -> Told:
        try:
            administration.change_account(me.account_id, seen, role=role, unit_ids=unit_ids)
        except administration.ChangedMeanwhile as refused:
            # Told by the next run, whose form shows how it stands now.
            return Told(refused.sentence(language=reader.language), is_refusal=True)
        return Told(reader.text("administration.saved", name=account.username))

    if pressed:
        act(save)
    st.html(f'<p class="ioc-list-note">{safe(reader.text("administration.access"))}</p>')
    with st.container(key="account_acts", horizontal=True, gap="xsmall"):
        for name, do in acts_on(account):
            with st.popover(reader.text(f"administration.{name}"), key=f"{name}_{key}"):
                st.text(reader.text(f"administration.{name}_told"))
                if st.button(reader.text("administration.confirm"), key=f"do_{name}_{key}"):
                    act(do)


def acts_on(account: Account) -> Iterator[tuple[str, Callable[[], Told]]]:
    """What can be done to the account at once: the key of its texts, and the deed."""
    name, account_id = account.username, account.account_id

    def reset() -> Told:
        password = administration.reset_password(me.account_id, account_id)
        sentence = reader.text("administration.password_reset", name=name)
        return Told(sentence, secret=password)

    def disable() -> Told:
        administration.disable_account(me.account_id, account_id)
        return Told(reader.text("administration.disabled", name=name))

    def enable() -> Told:
        administration.enable_account(me.account_id, account_id)
        return Told(reader.text("administration.enabled", name=name))

    def end_sessions() -> Told:
        ended = administration.end_sessions(me.account_id, account_id)
        return Told(reader.text("administration.sessions_ended", name=name, count=ended))

    if account_id != me.account_id:
        yield "reset", reset
        yield ("enable", enable) if account.is_disabled else ("disable", disable)
    yield "end_sessions", end_sessions


st.html(FOLDER / "administration.css")
with st.container(key="accounts_beside"):
    with st.container(key="list_accounts", gap="small"):
        st.html(list_title(reader.text("administration.list"), counted(accounts.values(), reader)))
        st.html(accounts_html(accounts.values(), units, reader=reader, own_id=me.account_id))
    with st.container(key="list_account"):
        chosen = choose(
            "account",
            reader.text("administration.choose"),
            options={"": reader.text("administration.new")}
            | {name: f"{name} · {account.display_name}" for name, account in accounts.items()},
            default="",
            width=476,
        )
        show_told(desk, of=chosen, hide=reader.text("administration.written_down"))
        if chosen:
            show_existing(accounts[chosen])
        else:
            show_new()
