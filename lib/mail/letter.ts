/** A mail as text and as HTML from the same parts. Pure. */

export type LetterPart =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string }
  /** A name and what is said of it. */
  | { kind: "item"; name: string; text: string }
  | { kind: "link"; text: string; url: string };

export type Letter = { title: string; parts: readonly LetterPart[] };

export function letterText({ title, parts }: Letter): string {
  return `${[title, ...parts.map(partText)].join("\n\n")}\n`;
}

function partText(part: LetterPart): string {
  if (part.kind === "heading") return `${part.text}\n${"-".repeat(part.text.length)}`;
  if (part.kind === "item") return `${part.name}: ${part.text}`;
  return part.kind === "link" ? `${part.text}: ${part.url}` : part.text;
}

export function letterHtml({ title, parts }: Letter): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>` +
    `<body style="margin:0;padding:24px;font:16px/24px system-ui,sans-serif;color:#1a1c24;background:#fbf9f5">` +
    `<div style="max-width:36rem;margin:0 auto"><h1 style="font-size:24px;line-height:32px">${escapeHtml(title)}</h1>` +
    `${parts.map(partHtml).join("")}</div></body></html>`
  );
}

function partHtml(part: LetterPart): string {
  if (part.kind === "heading") {
    return `<h2 style="font-size:16px;margin:24px 0 4px">${escapeHtml(part.text)}</h2>`;
  }
  if (part.kind === "item") {
    return `<p style="margin:4px 0"><strong>${escapeHtml(part.name)}</strong><br>${escapeHtml(part.text)}</p>`;
  }
  if (part.kind === "link") {
    return `<p style="margin:16px 0"><a style="color:#6b1f5e" href="${escapeHtml(part.url)}">${escapeHtml(part.text)}</a></p>`;
  }
  return `<p style="margin:8px 0">${escapeHtml(part.text)}</p>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
