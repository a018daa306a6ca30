/** How the control of a quantity input looks; comes with it. */
export const controlStyles = `
  #input {
    box-sizing: border-box;
    min-width: var(--stock-input-width, 5em);
    max-width: 100%;
    min-height: 2.5em;
    padding: 0.25em 0.5em;
    border: 1px solid var(--_line);
    border-radius: var(--stock-border-radius, 0.375em);
    background: transparent;
    color: inherit;
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  input#input {
    width: var(--stock-input-width, 5em);
  }
  option {
    background: Canvas;
    color: CanvasText;
  }
  #input:focus-visible {
    outline: 2px solid var(--stock-focus-color, light-dark(#2563eb, #60a5fa));
    outline-offset: 2px;
  }
  #input[aria-invalid="true"] {
    border-color: var(--_error);
    box-shadow: inset 0 0 0 1px var(--_error);
  }
`;
