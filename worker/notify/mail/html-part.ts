import type { MailBlock, MailBody, TableRow } from "./mail-body.ts";
import { escaped, say, toHtml, toText } from "./sentence.ts";

/**
 * The HTML of a mail: one column of 600 pixels at most, no picture, no script, nothing from elsewhere. Looks stand in
 * `style` attributes, which is all that some programs keep; what is dark when everything is dark stands in the head.
 */
export function htmlPart(body: MailBody): string {
  const { language, direction, shopName, subject, heading, blocks, footer } = body;
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(toText(subject, direction))}</title>
<style>${DARK}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f2ef">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${direction}" style="background:#f3f2ef">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border-radius:12px">
<tr><td class="ink" style="padding:28px 24px 32px;${FONT};font-size:16px;line-height:1.55;color:#1f1d1a;text-align:start;overflow-wrap:anywhere">
<p class="dim" style="margin:0 0 20px;font-size:14px;color:#6b665e">${toHtml(say`${shopName}`)}</p>
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600">${toHtml(heading)}</h1>
${blocks.map(blockHtml).join("\n")}
</td></tr>
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="dim" style="padding:16px 24px 0;${FONT};font-size:13px;line-height:1.5;color:#6b665e;text-align:start">
${toHtml(footer.sentence)}${footer.link === null ? "" : ` ${footerLink(footer.link)}`}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic',sans-serif";
const DARK = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
.row td{border-top:1px solid #e4e1db;padding:12px 0;vertical-align:top}
.row .figure{padding-inline-start:16px;text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.detail{font-size:14px;color:#6b665e}
@media (prefers-color-scheme:dark){
.page{background:#171614!important}
.card{background:#23211e!important}
.ink,.ink a{color:#f0ede7!important}
.dim,.dim a,.detail{color:#b0aaa0!important}
.button,.button a{background:#f0ede7!important;color:#171614!important}
.row td{border-color:#3b3833!important}
.badge{color:#f2a48f!important}
}
`;

function blockHtml(block: MailBlock): string {
  switch (block.kind) {
    case "paragraph":
      return `<p style="margin:0 0 16px">${toHtml(block.sentence)}</p>`;
    case "note":
      return `<p class="dim" style="margin:0 0 12px;font-size:14px;color:#6b665e">${toHtml(block.sentence)}</p>`;
    case "button":
      return buttonHtml(block);
    case "table":
      return tableHtml(block.columns, block.rows);
  }
}

function buttonHtml({ label, url }: { label: string; url: string }): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px">
<tr><td class="button" style="background:#1f1d1a;border-radius:8px;text-align:center">
<a href="${escaped(url)}" style="display:inline-block;padding:12px 24px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:8px">${escaped(label)}</a>
</td></tr>
</table>`;
}

function tableHtml(columns: readonly string[], rows: readonly TableRow[]): string {
  const [item = "", ...figures] = columns;
  const heads = figures.map(
    (figure) =>
      `<th scope="col" align="right" style="padding:0 0 8px 16px;${HEAD};text-align:end;white-space:nowrap">${escaped(figure)}</th>`,
  );
  return `<table class="ink" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px;font-size:15px;line-height:1.45;color:#1f1d1a">
<tr class="dim"><th scope="col" align="left" style="padding:0 0 8px;${HEAD};text-align:start">${escaped(item)}</th>${heads.join("")}</tr>
${rows.map(rowHtml).join("\n")}
</table>`;
}

const HEAD = "font-size:13px;font-weight:600";

function rowHtml({ title, url, badge, details, level, minimum }: TableRow): string {
  const name = toHtml(say`${title}`);
  const lines = [
    url === null
      ? `<strong>${name}</strong>`
      : `<a href="${escaped(url)}" style="color:inherit;font-weight:600">${name}</a>`,
    ...(badge === null ? [] : [`<span class="badge" style="color:#a63a1d;font-size:14px">${escaped(badge)}</span>`]),
    ...details.map((detail) => `<span class="detail">${toHtml(detail)}</span>`),
  ];
  const figures = [level, minimum].map((figure) => `<td class="figure" align="right">${escaped(figure)}</td>`);
  return `<tr class="row"><td>${lines.join("<br>")}</td>${figures.join("")}</tr>`;
}

function footerLink({ label, url }: { label: string; url: string }): string {
  return `<a href="${escaped(url)}" style="color:#6b665e">${escaped(label)}</a>`;
}
