"""The options: which phones are told what, and the accounts that runs come from, athlete by athlete."""

from typing import Any

import probatio
from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceFilterSelectorConfig,
    DeviceSelector,
    DeviceSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TimeSelector,
)

from .accounts import SERVICES, Walk
from .client import LiftdayError
from .contract import AthleteRef
from .coordinator import LiftdayConfigEntry
from .phones.choose import DEFAULTS, IS_ON, KINDS, PHONES, QUIET_FROM, QUIET_UNTIL, REMIND_MIN, REMINDS, TOLD_OF

ATHLETE, ACCOUNT = "athlete", "account"

PHONES_SCHEMA = probatio.Schema(
    {
        probatio.Required(IS_ON): BooleanSelector(),
        probatio.Required(PHONES): DeviceSelector(
            DeviceSelectorConfig(multiple=True, filter=DeviceFilterSelectorConfig(integration="mobile_app"))
        ),
        probatio.Required(TOLD_OF): SelectSelector(
            SelectSelectorConfig(options=list(KINDS), multiple=True, translation_key=TOLD_OF)
        ),
        probatio.Required(REMINDS): BooleanSelector(),
        probatio.Required(REMIND_MIN): NumberSelector(
            NumberSelectorConfig(min=5, max=720, step=5, mode=NumberSelectorMode.BOX, unit_of_measurement="min")
        ),
        probatio.Required(QUIET_FROM): TimeSelector(),
        probatio.Required(QUIET_UNTIL): TimeSelector(),
    }
)


class LiftdayOptionsFlow(OptionsFlowWithReload):
    """Whose phones, then which and when. With one athlete there is nothing to ask first."""

    config_entry: LiftdayConfigEntry

    def __init__(self) -> None:
        """Nobody was chosen yet."""
        self._athlete_id = ""
        self._walk: Walk | None = None

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose the athlete, then what it is about."""
        athletes = self._athletes
        if not athletes:
            return self.async_abort(reason="not_connected")
        if user_input is not None or len(athletes) == 1:
            self._athlete_id = user_input[ATHLETE] if user_input else next(iter(athletes))
            return await self.async_step_about()
        names = [SelectOptionDict(value=one.id, label=one.name) for one in athletes.values()]
        schema = probatio.Schema({probatio.Required(ATHLETE): SelectSelector(SelectSelectorConfig(options=names))})
        return self.async_show_form(step_id="init", data_schema=schema)

    async def async_step_about(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose what it is about."""
        return self.async_show_menu(step_id="about", menu_options=["phones", "account"])

    async def async_step_phones(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose what this athlete's phones are told; the others' choices stay."""
        everybody = self.config_entry.options.get(PHONES, {})
        chosen = {**DEFAULTS, **everybody.get(self._athlete_id, {})}
        if user_input is not None:
            kept = {**user_input, REMIND_MIN: int(user_input[REMIND_MIN])}
            return self.async_create_entry(
                data={**self.config_entry.options, PHONES: {**everybody, self._athlete_id: kept}}
            )
        return self.async_show_form(
            step_id="phones",
            data_schema=self.add_suggested_values_to_schema(PHONES_SCHEMA, chosen),
            description_placeholders={"name": self._athletes[self._athlete_id].name},
        )

    async def async_step_account(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose the account to connect."""
        client = self.config_entry.runtime_data.client
        try:
            known = await client.source_list(self._athlete_id)
        except LiftdayError:
            return self.async_abort(reason="not_connected")
        names = [*(one.name for one in known.sources if one.can_login), *known.connectable]
        if user_input is not None:
            self._walk = Walk(client, self._athlete_id, user_input[ACCOUNT])
            return await self.async_step_login()
        if not names:
            return self.async_abort(reason="no_account")
        accounts = [SelectOptionDict(value=one, label=SERVICES.get(one, one)) for one in names]
        schema = probatio.Schema({probatio.Required(ACCOUNT): SelectSelector(SelectSelectorConfig(options=accounts))})
        return self.async_show_form(step_id="account", data_schema=schema)

    async def async_step_login(self, user_input: dict[str, str] | None = None) -> ConfigFlowResult:
        """Pass on what was answered, and ask what is asked next."""
        walk, errors = self._walk, {}
        assert walk is not None  # `account` comes first
        try:
            step = await (walk.begin() if user_input is None else walk.answer(user_input))
        except LiftdayError:
            if walk.step is None:
                return self.async_abort(reason="not_connected")
            errors["base"] = "not_reached"
        else:
            if step.is_done or step.is_over:
                reason = "account_connected" if step.is_done else "login_over"
                return self.async_abort(reason=reason, description_placeholders=walk.placeholders)
        return self.async_show_form(
            step_id="login", data_schema=walk.schema, errors=errors, description_placeholders=walk.placeholders
        )

    @property
    def _athletes(self) -> dict[str, AthleteRef]:
        """Everybody that the daemon told of; nobody while it is not there."""
        data = getattr(self.config_entry, "runtime_data", None)
        return {athlete_id: one.athlete for athlete_id, one in data.athletes.items()} if data else {}
