// A whole dashboard made of built-in cards and the week card: one view an athlete.
import { calendarsIn, type Hass } from "./hass";
import { texts } from "./translate";

interface Strategy {
  type: string;
}

interface Statistic {
  statistic_id: string;
  source: string;
  name: string | null;
}

/** Entities of an athlete's device by their translation key. */
function ofDevice(hass: Hass, calendar: string): Map<string, string> {
  const all = hass.entities ?? {};
  const device = all[calendar]?.device_id;
  const found = new Map<string, string>();
  for (const [id, entity] of Object.entries(all)) {
    if (entity?.platform === "liftday" && entity.device_id === device && entity.translation_key) {
      found.set(entity.translation_key, id);
    }
  }
  return found;
}

/** What the athlete is called: the name of the device without ours, whatever the user calls the device. */
function nameOf(hass: Hass, calendar: string): string {
  const device = hass.devices?.[hass.entities?.[calendar]?.device_id ?? ""];
  return (device?.name ?? calendar).replace(/^Liftday /, "");
}

const TILES = ["day_advice", "next_session", "last_run_class", "days_since_hard"];

/** The running time of each athlete, which reaches back before the installation, by the name that it bears. */
async function runningTimes(hass: Hass): Promise<Map<string, string>> {
  try {
    const known = await hass.connection.sendMessagePromise<Statistic[]>({ type: "recorder/list_statistic_ids", statistic_type: "sum" });
    return new Map(known.filter((one) => one.source === "liftday").map((one) => [one.name ?? "", one.statistic_id]));
  } catch {
    return new Map(); // a Home Assistant that records nothing
  }
}

function view(hass: Hass, calendar: string, running: Map<string, string>) {
  const own = ofDevice(hass, calendar);
  const tiles = TILES.flatMap((key) => (own.has(key) ? [{ type: "tile", entity: own.get(key), name: { type: "entity" } }] : []));
  const todo = own.get("strength_week");
  const name = nameOf(hass, calendar);
  const load = running.get(`Liftday ${name}: running`);
  return {
    title: name,
    path: calendar.replace(/^calendar\./, ""),
    icon: "mdi:run-fast",
    type: "sections",
    max_columns: 3,
    sections: [
      { type: "grid", column_span: 3, cards: [{ type: "custom:liftday-week-card", entity: calendar, weeks: 2, grid_options: { columns: "full" } }] },
      {
        type: "grid",
        cards: [
          ...tiles,
          ...(load ? [{ type: "statistics-graph", entities: [load], chart_type: "bar", period: "week", days_to_show: 90, stat_types: ["change"] }] : []),
        ],
      },
      { type: "grid", cards: todo ? [{ type: "todo-list", entity: todo }] : [] },
      { type: "grid", cards: [{ type: "calendar", entities: [calendar], initial_view: "listWeek" }] },
    ].filter((section) => section.cards.length),
  };
}

export class LiftdayDashboard extends HTMLElement {
  private static drawn = false;

  /** Only the registries are read: they are complete before Home Assistant asks, states may still be coming in. */
  static async generate(_strategy: Strategy, hass: Hass) {
    LiftdayDashboard.drawn = true;
    const running = await runningTimes(hass);
    return { views: calendarsIn(hass).map((calendar) => view(hass, calendar, running)) };
  }

  /** Home Assistant gives up on a strategy after five seconds; if we came later, there is an error to be replaced. */
  static shouldRegenerate(_strategy: Strategy, before: Hass, after: Hass): boolean {
    return !LiftdayDashboard.drawn || before.entities !== after.entities || before.devices !== after.devices;
  }

  /** What the dialog for a new dashboard proposes. */
  static getCreateSuggestions(hass: Hass) {
    return { title: texts(hass.language).dashboardName, icon: "mdi:run-fast" };
  }
}
