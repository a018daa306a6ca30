/** A column: its head, and whether its cells stand to the right. */
export type Column = readonly [head: string, alignment: "left" | "right"];

/** A Markdown table, padded so that it can be read as it is. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(([head], index) =>
    Math.max(3, head.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = columns.map(([, alignment], index) => {
      const cell = cells[index] ?? "";
      const width = widths[index] ?? 0;
      return alignment === "right" ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(" | ")} |`;
  };
  const rule = columns.map(([, alignment], index) => {
    const dashes = "-".repeat((widths[index] ?? 0) - 1);
    return alignment === "right" ? `${dashes}:` : `${dashes}-`;
  });
  return [line(columns.map(([head]) => head)), line(rule), ...rows.map(line)].join("\n");
}

/** A count with thousands set apart. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Two figures that count: 0.26, 1.4, 23. */
export function short(value: number): string {
  if (value >= 9.95) return value.toFixed(0);
  return value >= 0.995 ? value.toFixed(1) : value.toFixed(2);
}
