import type { MailBlock, MailBody, TableRow } from "./mail-body.ts";
import { type Direction, say, toText } from "./sentence.ts";

/** The plain text of a mail. Links stand alone on their lines, whole. */
export function textPart({ direction, shopName, heading, blocks, footer }: MailBody): string {
  const sections = [
    toText(say`${shopName}`, direction),
    toText(heading, direction),
    ...blocks.map((block) => textOf(block, direction)),
    [toText(footer.sentence, direction), ...linkLines(footer.link)].join("\n"),
  ];
  return `${sections.join("\n\n")}\n`;
}

function textOf(block: MailBlock, direction: Direction): string {
  switch (block.kind) {
    case "paragraph":
    case "note":
      return toText(block.sentence, direction);
    case "button":
      return linkLines(block).join("\n");
    case "table":
      return block.rows.map((row) => rowText(row, block.columns, direction)).join("\n\n");
  }
}

function rowText(row: TableRow, [, level, minimum]: readonly string[], direction: Direction): string {
  const title = toText(say`${row.title}`, direction);
  return [
    row.badge === null ? title : `${row.badge} – ${title}`,
    ...row.details.map((detail) => `  ${toText(detail, direction)}`),
    `  ${level} ${row.level} · ${minimum} ${row.minimum}`,
    ...(row.url === null ? [] : [`  ${row.url}`]),
  ].join("\n");
}

function linkLines(link: { label: string; url: string } | null): string[] {
  return link === null ? [] : [link.label, link.url];
}
