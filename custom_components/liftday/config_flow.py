"""The dialogs: pair with a daemon, give a new token, move to a new address."""

from collections.abc import Mapping
from typing import Any, override

import probatio
from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from homeassistant.helpers.service_info.hassio import HassioServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from yarl import URL

from .client import InvalidAuth, LiftdayClient, LiftdayError, UnsupportedSchema, base_url, check_schema
from .const import DOMAIN
from .contract import ServerInfo
from .options_flow import LiftdayOptionsFlow

EXAMPLE_URL = "http://192.168.1.20:8098"

URL_FIELD = TextSelector(TextSelectorConfig(type=TextSelectorType.URL, autocomplete="url"))
TOKEN_FIELD = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off"))

USER_SCHEMA = probatio.Schema(
    {probatio.Required(CONF_URL): URL_FIELD, probatio.Required(probatio.Secret(CONF_TOKEN)): TOKEN_FIELD}
)
TOKEN_SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_TOKEN)): TOKEN_FIELD})
RECONFIGURE_SCHEMA = probatio.Schema(
    {probatio.Required(CONF_URL): URL_FIELD, probatio.Optional(probatio.Secret(CONF_TOKEN)): TOKEN_FIELD}
)


class LiftdayConfigFlow(ConfigFlow, domain=DOMAIN):
    """Every step ends in the same question: does this address with this token give athletes?"""

    VERSION = 1

    def __init__(self) -> None:
        """Nothing was discovered yet."""
        self._found: dict[str, str] = {}
        self._foreseen: dict[str, str] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> LiftdayOptionsFlow:
        """Phones, and what they are told."""
        return LiftdayOptionsFlow()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Pair with a daemon by address and token."""
        errors: dict[str, str] = {}
        if user_input is not None and (found := await self._try(user_input, errors)):
            return await self._pair(*found)
        return self._form("user", USER_SCHEMA, {CONF_URL: (user_input or {}).get(CONF_URL, "")}, errors)

    @override
    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """A daemon says in the local network that it is there; only its token is missing."""
        server_id = discovery_info.properties.get("id")
        if not server_id:
            return self.async_abort(reason="no_daemon")
        url = str(URL.build(scheme="http", host=discovery_info.host, port=discovery_info.port or 80))
        known = await self.async_set_unique_id(server_id)
        if known and await self._answers(known):
            return self.async_abort(reason="already_configured")  # the address that somebody chose is still good
        self._abort_if_unique_id_configured(updates={CONF_URL: url})
        self._found, self._foreseen = {CONF_URL: url}, _foreseen(discovery_info.properties)
        self.context["title_placeholders"] = {"name": discovery_info.name.removesuffix(f".{discovery_info.type}")}
        return await self.async_step_zeroconf_confirm()

    async def _answers(self, entry: ConfigEntry) -> bool:
        """Whether the daemon of this entry is where the entry has it."""
        client = LiftdayClient(async_get_clientsession(self.hass), entry.data[CONF_URL], entry.data[CONF_TOKEN])
        try:
            return (await client.info()).server_id == entry.unique_id
        except UnsupportedSchema:
            return True
        except LiftdayError:
            return False

    async def async_step_zeroconf_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Give the token of the daemon that was found."""
        errors = {} if user_input else self._foreseen
        if user_input is not None and (found := await self._try({**self._found, **user_input}, errors)):
            return await self._pair(*found)
        return self._form("zeroconf_confirm", TOKEN_SCHEMA, {}, errors, url=self._found[CONF_URL])

    @override
    async def async_step_hassio(self, discovery_info: HassioServiceInfo) -> ConfigFlowResult:
        """The app on this machine tells its address and token itself."""
        told = discovery_info.config
        url = str(URL.build(scheme="http", host=told["host"], port=told["port"]))
        self._found = {CONF_URL: url, CONF_TOKEN: told["token"]}
        await self.async_set_unique_id(told["server_id"])
        self._abort_if_unique_id_configured(updates=self._found)
        self.context["title_placeholders"] = {"name": discovery_info.name}
        return await self.async_step_hassio_confirm()

    async def async_step_hassio_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """One click."""
        errors: dict[str, str] = {}
        if user_input is not None and (found := await self._try(self._found, errors)):
            return await self._pair(*found)
        return self._form("hassio_confirm", probatio.Schema({}), {}, errors, url=self._found[CONF_URL])

    async def _pair(self, data: dict[str, str], info: ServerInfo) -> ConfigFlowResult:
        """Whoever answers is the daemon to keep, whatever was announced."""
        await self.async_set_unique_id(info.server_id, raise_on_progress=False)
        self._abort_if_unique_id_configured(updates=data)
        return self.async_create_entry(title=info.name, data=data)

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """The daemon refused the token."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Give a new token for the same daemon."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None and (found := await self._try({**entry.data, **user_input}, errors)):
            data, info = found
            await self.async_set_unique_id(info.server_id)
            self._abort_if_unique_id_mismatch(reason="other_daemon")
            return self.async_update_reload_and_abort(entry, data_updates=data)
        return self._form("reauth_confirm", TOKEN_SCHEMA, {}, errors)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The same daemon lives at another address, or gets another token."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None and (found := await self._try({**entry.data, **user_input}, errors)):
            data, info = found
            await self.async_set_unique_id(info.server_id)
            self._abort_if_unique_id_mismatch(reason="other_daemon")
            return self.async_update_reload_and_abort(entry, data_updates=data)
        url = (user_input or entry.data)[CONF_URL]
        return self._form("reconfigure", RECONFIGURE_SCHEMA, {CONF_URL: url}, errors)

    def _form(
        self, step: str, schema: probatio.Schema, suggested: dict[str, str], errors: dict[str, str], *, url: str = ""
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors={field if field in schema.schema else "base": error for field, error in errors.items()},
            description_placeholders={"example_url": EXAMPLE_URL, "url": url},
        )

    async def _try(self, wanted: Mapping[str, Any], errors: dict[str, str]) -> tuple[dict[str, str], ServerInfo] | None:
        """Ask the daemon; gives what to store and who answered, or fills `errors` by field."""
        try:
            data = {CONF_URL: base_url(wanted[CONF_URL]), CONF_TOKEN: wanted[CONF_TOKEN].strip()}
        except ValueError:
            errors[CONF_URL] = "invalid_url"
            return None
        client = LiftdayClient(async_get_clientsession(self.hass), data[CONF_URL], data[CONF_TOKEN])
        try:
            info = await client.info()
            await client.athletes()
        except InvalidAuth as err:
            errors[CONF_TOKEN] = err.key
        except LiftdayError as err:
            errors[CONF_URL] = err.key
        else:
            return data, info
        return None


def _foreseen(announced: Mapping[str, str | None]) -> dict[str, str]:
    """What would go wrong with a daemon that announces this, so that nobody looks for its token in vain."""
    try:
        check_schema(int(announced["schema_oldest"] or ""), int(announced["schema_newest"] or ""))
    except UnsupportedSchema as err:
        return {CONF_URL: err.key}
    except KeyError, ValueError:
        return {}  # its answer will tell
    return {}
