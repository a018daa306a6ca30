/** How the form of a subscription looks; comes with it. Its fields and its thanks have one place, so that nothing moves. */
export const subscribeStyles = `
  .subscribe {
    display: grid;
  }
  .subscribe > * {
    grid-area: 1 / 1;
    align-self: start;
  }
  .subscribe form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375em 0.5em;
  }
  .subscribe label,
  .subscribe .reason {
    flex-basis: 100%;
    margin: 0;
  }
  .subscribe .reason {
    display: block;
    min-height: 1lh;
  }
  .subscribe input,
  .subscribe button {
    box-sizing: border-box;
    min-height: 2.5em;
    margin: 0;
    padding: 0.25em 0.75em;
    border: 1px solid var(--_line);
    border-radius: var(--stock-border-radius, 0.375em);
    background: transparent;
    color: inherit;
    font: inherit;
  }
  .subscribe input {
    flex: 999 1 12em;
    min-width: 0;
  }
  .subscribe button {
    display: grid;
    flex: 1 1 auto;
    align-items: center;
    font-weight: 600;
    cursor: pointer;
  }
  .subscribe button > * {
    grid-area: 1 / 1;
  }
  .subscribe button[aria-disabled="true"] {
    opacity: 0.7;
    cursor: progress;
  }
  .unseen {
    visibility: hidden;
  }
  .subscribe :focus-visible {
    outline: 2px solid var(--stock-focus-color, light-dark(#2563eb, #60a5fa));
    outline-offset: 2px;
  }
  .subscribe [aria-invalid="true"] {
    border-color: var(--_error);
    box-shadow: inset 0 0 0 1px var(--_error);
  }
  .thanks {
    margin: 0;
  }
  .message:focus,
  .subscribe .thanks:focus {
    outline: none;
  }
  .thanks:not(:empty)::before {
    content: "";
    display: inline-block;
    width: 0.3em;
    height: 0.625em;
    margin-inline: 0.25em 0.625em;
    border: solid;
    border-width: 0 0.15em 0.15em 0;
    transform: rotate(45deg);
  }
`;
