import { css } from "lit";

export const styles = css`
  :host {
    --liftday-hard: var(--red-color, #c0392b);
    --liftday-easy: var(--green-color, #2e7d32);
    --liftday-long: var(--purple-color, #6a3fa0);
    --liftday-race: var(--deep-orange-color, #a8330c);
    --liftday-calm: var(--secondary-text-color, #4d5156);
    --liftday-lift: var(--primary-color, #0b6bcb);
    display: block;
    height: 100%;
  }
  ha-card {
    height: 100%;
    box-sizing: border-box;
    padding: 16px;
    container-type: inline-size;
    overflow: hidden;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    margin-bottom: 12px;
  }
  h2 {
    font-size: var(--ha-font-size-xl, 1.25rem);
    font-weight: 500;
    margin: 0;
  }
  .advice {
    margin: 0;
    color: var(--primary-text-color);
    flex: 1 1 16em;
  }
  .notice {
    margin: 0 0 12px;
    padding: 8px 12px;
    border-radius: 8px;
    border: 1px solid var(--warning-color, #b26a00);
  }
  h3 {
    font-size: 0.875rem;
    font-weight: 500;
    color: var(--secondary-text-color);
    margin: 12px 0 4px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 6px;
    grid-template-columns: repeat(7, minmax(0, 1fr));
  }
  .day {
    all: unset;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    min-height: 104px;
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding: 8px;
    border-radius: 10px;
    border: 1px solid var(--divider-color, #dadce0);
    cursor: pointer;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .day:hover {
    background: var(--secondary-background-color, #f1f3f4);
  }
  .day:focus-visible,
  .actions button:focus-visible,
  .close:focus-visible {
    outline: 2px solid var(--primary-color, #0b6bcb);
    outline-offset: 2px;
  }
  .day.today {
    border: 2px solid var(--primary-color, #0b6bcb);
    padding: 7px;
  }
  .day[aria-expanded="true"] {
    background: var(--secondary-background-color, #f1f3f4);
  }
  .day.past .date,
  .day.past .because {
    color: var(--secondary-text-color);
  }
  .date {
    font-size: 0.8125rem;
    font-weight: 500;
  }
  .effort {
    display: flex;
    align-items: center;
    gap: 4px;
    font-size: 0.8125rem;
    color: var(--tone);
    --mdc-icon-size: 16px;
    --ha-icon-display: inline-flex;
  }
  .expected {
    font-style: italic;
  }
  .hard { --tone: var(--liftday-hard); }
  .easy { --tone: var(--liftday-easy); }
  .long { --tone: var(--liftday-long); }
  .race { --tone: var(--liftday-race); }
  .rest, .uncertain, .unknown { --tone: var(--liftday-calm); }
  .session {
    display: flex;
    flex-direction: column;
    gap: 2px;
    border-inline-start: 3px solid var(--liftday-lift);
    padding-inline-start: 6px;
    font-size: 0.8125rem;
    margin-top: auto;
  }
  .session.done {
    border-inline-start-style: dashed;
  }
  .session strong {
    font-weight: 500;
  }
  .moved {
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .left {
    text-decoration: line-through;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .details {
    margin-top: 12px;
    padding: 12px;
    border-radius: 10px;
    background: var(--secondary-background-color, #f1f3f4);
    color: var(--primary-text-color);
    position: relative;
  }
  .details h4 {
    margin: 0 40px 8px 0;
    font-size: 1rem;
    font-weight: 500;
  }
  .details h5 {
    margin: 12px 0 4px;
    font-size: 0.8125rem;
    font-weight: 500;
    color: var(--secondary-text-color);
  }
  .details p,
  .details ul {
    margin: 0;
  }
  .details ul {
    padding-inline-start: 20px;
  }
  .close {
    all: unset;
    position: absolute;
    inset-inline-end: 4px;
    top: 4px;
    min-width: 44px;
    min-height: 44px;
    display: grid;
    place-items: center;
    cursor: pointer;
    border-radius: 22px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
  }
  .actions button {
    font: inherit;
    color: var(--primary-color, #0b6bcb);
    background: var(--card-background-color, #fff);
    border: 1px solid currentColor;
    border-radius: 22px;
    min-height: 44px;
    padding: 0 18px;
    cursor: pointer;
  }
  .actions button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  .failed {
    margin-top: 8px;
    color: var(--error-color, #b3261e);
  }
  @container (max-width: 620px) {
    ol {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    .day {
      min-height: 48px;
      display: grid;
      grid-template-columns: 6.5em minmax(0, 7em) minmax(0, 1fr);
      align-items: center;
    }
    .session {
      margin-top: 0;
      grid-column: 3;
    }
    .gone {
      grid-column: 3;
    }
  }
  @container (min-width: 1100px) {
    .day {
      min-height: 150px;
    }
    .date, .effort, .session {
      font-size: 1rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .day {
      transition: background-color 120ms ease-out;
    }
  }
`;
