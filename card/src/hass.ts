// The little that is used of Home Assistant's frontend.

export interface Hass {
  language: string;
  locale: { language: string; time_format?: string };
  states: Record<string, { attributes: Record<string, unknown> } | undefined>;
  entities?: Record<string, { platform?: string; device_id?: string; translation_key?: string } | undefined>;
  connection: {
    subscribeMessage<T>(callback: (message: T) => void, message: Record<string, unknown>): Promise<() => void>;
  };
  callService(
    domain: string,
    service: string,
    data: Record<string, unknown>,
    target?: Record<string, unknown>,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
}

export interface CardConfig {
  type: string;
  entity?: string;
  title?: string;
  weeks?: 1 | 2;
}

/** The athletes' calendars of this integration: the card is bound to one of them. */
export function calendars(hass: Hass): string[] {
  return Object.keys(hass.states).filter(
    (id) => {
      const entity = hass.entities?.[id];
      return id.startsWith("calendar.") && entity?.platform === "liftday" && entity.translation_key !== "runs";
    },
  );
}
