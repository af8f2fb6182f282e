// A whole dashboard made of built-in cards and the week card: one view an athlete.
import { calendars, type Hass } from "./hass";

type Entities = Hass["entities"] & Record<string, { device_id?: string } | undefined>;

/** Entities of an athlete's device by their translation key. */
function ofDevice(hass: Hass, calendar: string): Map<string, string> {
  const all = (hass.entities ?? {}) as NonNullable<Entities>;
  const device = all[calendar]?.device_id;
  const found = new Map<string, string>();
  for (const [id, entity] of Object.entries(all)) {
    if (entity?.platform === "liftday" && entity.device_id === device && entity.translation_key) {
      found.set(entity.translation_key, id);
    }
  }
  return found;
}

const TILES = ["day_advice", "next_session", "last_run_class", "days_since_hard", "hard_days_week"];

function view(hass: Hass, calendar: string) {
  const own = ofDevice(hass, calendar);
  const tiles = TILES.flatMap((key) => (own.has(key) ? [{ type: "tile", entity: own.get(key), name: { type: "entity" } }] : []));
  const todo = own.get("strength_week");
  const load = own.get("run_minutes_week");
  const name = String(hass.states[calendar]?.attributes["friendly_name"] ?? calendar).replace(/^Liftday /, "");
  return {
    title: name,
    path: calendar.replace(/^calendar\./, ""),
    icon: "mdi:run-fast",
    type: "sections",
    max_columns: 3,
    sections: [
      { type: "grid", column_span: 3, cards: [{ type: "custom:liftday-week-card", entity: calendar, weeks: 2, grid_options: { columns: "full" } }] },
      { type: "grid", cards: tiles },
      { type: "grid", cards: todo ? [{ type: "todo-list", entity: todo }] : [] },
      {
        type: "grid",
        cards: [
          { type: "calendar", entities: [calendar], initial_view: "listWeek" },
          ...(load ? [{ type: "statistics-graph", entities: [load], period: "week", days_to_show: 90, stat_types: ["change"] }] : []),
        ],
      },
    ].filter((section) => section.cards.length),
  };
}

export class LiftdayDashboard extends HTMLElement {
  static async generate(_config: unknown, hass: Hass) {
    return { views: calendars(hass).map((calendar) => view(hass, calendar)) };
  }
}
