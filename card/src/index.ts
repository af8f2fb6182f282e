import { LiftdayWeekCard } from "./liftday-week-card";
import { LiftdayDashboard } from "./strategy";
import { texts } from "./translate";

interface Registry {
  customCards?: object[];
  customStrategies?: object[];
}

/** Home Assistant waits five seconds for a strategy; whoever comes near that or later finds an error in its place. */
const PATIENCE_MS = 4_000;

/** What a page says when its connection is back: an open dashboard asks for its configuration again. */
function tellDashboards(): void {
  window.dispatchEvent(new CustomEvent("connection-status", { detail: "connected" }));
}

// Home Assistant may load this module twice: as a resource and as an extra module.
if (!customElements.get("liftday-week-card")) {
  customElements.define("liftday-week-card", LiftdayWeekCard);
  customElements.define("ll-strategy-dashboard-liftday", LiftdayDashboard);
  if (performance.now() > PATIENCE_MS) tellDashboards();
  const registry = window as unknown as Registry;
  const t = texts(document.documentElement.lang || navigator.language);
  (registry.customCards ??= []).push({
    type: "liftday-week-card",
    name: t.cardName,
    description: t.cardDescription,
    preview: true,
    getEntitySuggestion: (hass: { entities?: Record<string, { platform?: string }> }, entity: string) =>
      entity.startsWith("calendar.") && hass.entities?.[entity]?.platform === "liftday"
        ? { config: { type: "custom:liftday-week-card", entity } }
        : null,
  });
  (registry.customStrategies ??= []).push({
    type: "liftday",
    strategyType: "dashboard",
    name: t.dashboardName,
    description: t.dashboardDescription,
  });
}
