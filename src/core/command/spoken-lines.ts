/** The lines of a comment that its author says: none of a quotation, of code between fences, or of an HTML comment. */
export function spokenLines(body: string): readonly string[] {
  const spoken: string[] = [];
  let fence: string | undefined;
  let hidden = false;
  for (const line of body.split(/\r?\n|\r/)) {
    const [, ticks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (ticks?.startsWith(fence) && line.trim() === ticks) fence = undefined;
    } else if (hidden) hidden = !line.includes('-->');
    else if (ticks !== undefined) fence = ticks;
    else if (line.includes('<!--')) hidden = !line.slice(line.indexOf('<!--')).includes('-->');
    else if (!/^ {0,3}>/.test(line)) spoken.push(line);
  }
  return spoken;
}
