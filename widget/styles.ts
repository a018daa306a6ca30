import { css } from "lit";

// Text has the page's own colour, which the page made legible; only the mark is coloured. Its defaults have at least 3:1
// (WCAG 1.4.11) on white and on near-black alike, for pages that are dark without saying so by `color-scheme`; where they
// do say so, `light-dark` takes the livelier of the two.
export const styles = css`
  :host {
    --_mark: var(--stock-color-neutral, light-dark(#6b7280, #9ca3af));
    --_error: var(--stock-color-error, light-dark(#d32f2f, #f87171));
    --_line: var(--stock-border-color, color-mix(in srgb, currentColor 55%, transparent));
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :host(:state(hidden)) {
    display: none;
  }
  :host(:state(in-stock)) {
    --_mark: var(--stock-color-in-stock, light-dark(#15803d, #4ade80));
  }
  :host(:state(low-stock)) {
    --_mark: var(--stock-color-low-stock, light-dark(#b45309, #fbbf24));
  }
  :host(:state(backorder)),
  :host(:state(preorder)) {
    --_mark: var(--stock-color-later, light-dark(#2563eb, #60a5fa));
  }
  :host(:state(out-of-stock)) {
    --_mark: var(--stock-color-out-of-stock, light-dark(#d32f2f, #f87171));
  }
  .message {
    display: flex;
    gap: 0.5em;
    min-height: 1lh;
    overflow-wrap: anywhere;
  }
  .mark {
    box-sizing: border-box;
    flex: none;
    width: 0.625em;
    height: 0.625em;
    margin-top: calc((1lh - 0.625em) / 2);
    border: 0.125em solid var(--_mark);
    border-radius: 50%;
  }
  :host(:state(in-stock)) .mark {
    background: var(--_mark);
  }
  :host(:state(low-stock)) .mark {
    background: linear-gradient(transparent 50%, var(--_mark) 50%);
  }
  .estimate {
    display: block;
    font-size: 0.875em;
  }
  .placeholder {
    align-self: center;
    width: 8em;
    height: 0.625em;
    border-radius: 1em;
    background: currentColor;
    opacity: 0.12;
  }
  .quantity {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.75em;
    min-height: 2.5em;
    margin-top: var(--stock-gap, 0.75em);
  }
  .subscribe {
    min-height: calc(3.25em + 1.875lh);
    margin-top: var(--stock-gap, 0.75em);
  }
  .reason {
    flex-basis: 100%;
    margin: 0.25em 0 0;
    font-size: 0.875em;
  }
  .reason:empty {
    display: none;
  }
  .reason:not(:empty)::before {
    content: "!" / "";
    display: inline-block;
    width: 1.125em;
    margin-inline-end: 0.375em;
    border-radius: 50%;
    background: var(--_error);
    color: light-dark(#fff, #000);
    font-weight: bold;
    line-height: 1.125;
    text-align: center;
  }
  @media (prefers-reduced-motion: no-preference) {
    .placeholder {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.05;
      }
    }
  }
  @media (forced-colors: active) {
    .mark {
      --_mark: CanvasText;
    }
    .placeholder {
      background: GrayText;
    }
  }
`;
