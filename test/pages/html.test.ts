import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../src/core/report/html/index.ts';
import { STYLE, STYLE_HASH } from '../../src/core/report/html/style.ts';
import type { ChangedFile } from '../../src/model/change-set.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Location } from '../../src/model/source.ts';
import { aContext } from '../builders/a-context.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import { aPlace } from '../builders/an-asset.ts';

/** Control and direction characters but tabs and line ends. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

const BROWSER = '/usr/bin/chromium';

const file = 'warehouse/customers.sql';
const lines = Array.from({ length: 30 }, (_, index) => `  column_${index + 1} string,`);
const base = lines.join('\n');
const head = lines.with(9, '  email string,').toSpliced(20, 0, '  phone string,').join('\n');

const modified: ChangedFile = { path: file, basePath: file, status: 'modified', changedLines: [], shownLines: [] };

/** The place of a word of the head. */
function placeOf(word: string, text = head, path = file): Location {
  const offset = text.indexOf(word);
  const before = text.slice(0, offset).split('\n');
  const start = { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
  return { file: path, start, end: { ...start, column: start.column + word.length, offset: offset + word.length } };
}

it('the hash that the page allows is the hash of its style', () => {
  expect(STYLE_HASH).toBe(createHash('sha256').update(STYLE).digest('base64'));
});

describe.skipIf(!existsSync(BROWSER))(`in a real browser (skipped where ${BROWSER} is not there)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-pages-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** The page as it is opened from a disk. What the browser complains of, or asks the network for, is a failure. */
  async function opened(text: string, use: (page: Page) => Promise<void>, width = 1200): Promise<void> {
    const path = join(folder, 'report.html');
    writeFileSync(path, text);
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => complaints.push(...(request.url().startsWith('file:') ? [] : [request.url()])));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(path).href);
    await use(page);
    await page.close();
    expect(complaints).toEqual([]);
  }

  const shown = (evaluation: Evaluation, texts = { [file]: head }, bases = { [file]: base }): string =>
    html.report(evaluation, aContext(texts, bases));
  const judged = (...findings: readonly Finding[]): Evaluation => anEvaluation({ files: [modified], findings });

  /** The line that stands over the card of a finding, as numbers and text. */
  const over = (page: Page, { fingerprint }: Finding): Promise<readonly string[]> =>
    page.locator(`tr:has(+ tr.cards #f-${fingerprint}) td`).allInnerTexts();

  it('a card stands under its line, which has the numbers of both sides', async () => {
    const email = aFinding({ location: placeOf('email') });
    const phone = aFinding({ location: placeOf('phone'), message: 'mart.customers.phone is not tagged', field: 'phone', policy: 'PII002' });
    const beside = aFinding({ location: placeOf('column_12'), policy: 'PII003' });
    await opened(shown(judged(email, phone, beside)), async (page) => {
      expect(await over(page, email)).toEqual(['', '10', '+', '  email string,']);
      expect(await over(page, phone)).toEqual(['', '21', '+', '  phone string,']);
      expect(await over(page, beside)).toEqual(['12', '12', '', '  column_12 string,']);
      expect(await page.locator('mark').allInnerTexts()).toEqual(['email', 'column_12', 'phone']);
    });
  });

  it('how it is known is a sentence, and names keep their case', async () => {
    const known = [{ text: 'recognised by its name' }, { text: 'mart.customers.email is tagged pii' }];
    await opened(shown(judged(aFinding({ location: placeOf('email'), known }))), async (page) => {
      expect(await page.locator('article p').allInnerTexts()).toEqual(['Recognised by its name.', 'mart.customers.email is tagged pii.']);
    });
  });

  it('columns keep their widths, also where a gap is the first row', async () => {
    await opened(shown(judged(aFinding({ location: placeOf('email') }))), async (page) => {
      const [base, head, sign] = await page.locator('tr.added').first().locator('td').all();
      for (const cell of [base, head, sign]) expect((await cell?.boundingBox())?.width).toBeLessThan(60);
    });
  });

  it('what is only watched has no card', async () => {
    await opened(shown(judged(aFinding({ location: placeOf('email'), phase: 'observe' }))), async (page) => {
      expect(await page.locator('article').count()).toBe(0);
      expect(await page.locator('.uncounted summary').allInnerTexts()).toEqual(['1 watched']);
    });
  });

  it('a hunk has three lines of context and gaps between', async () => {
    await opened(shown(judged(aFinding({ location: placeOf('email') }))), async (page) => {
      const rows = await page.locator('tr:is(.same, .added, .removed, .gap)').allInnerTexts();
      expect(rows.map((row) => row.replaceAll('\t', ' ').trim())).toEqual([
        '⋯',
        ...[7, 8, 9].map((line) => `${line} ${line}    column_${line} string,`),
        '10  -   column_10 string,',
        '10 +   email string,',
        ...[11, 12, 13].map((line) => `${line} ${line}    column_${line} string,`),
        '⋯',
        ...[18, 19, 20].map((line) => `${line} ${line}    column_${line} string,`),
        '21 +   phone string,',
        ...[21, 22, 23].map((line) => `${line} ${line + 1}    column_${line} string,`),
      ]);
    });
  });

  it('a finding outside the diff stands apart, under its line', async () => {
    const finding = aFinding({ location: placeOf('column_28') });
    await opened(shown(judged(finding)), async (page) => {
      expect(
        await page
          .locator('section', { has: page.locator(`#f-${finding.fingerprint}`) })
          .locator('h2')
          .innerText(),
      ).toBe('Outside the diff');
      expect((await over(page, finding)).at(-1)).toBe('  column_28 string,');
    });
  });

  it('a file that is gone shows its findings at the lines it had', async () => {
    const finding = aFinding({ location: placeOf('column_10', base), onChangedLine: false });
    const evaluation = anEvaluation({ files: [{ ...modified, status: 'removed' }], findings: [finding] });
    await opened(shown(evaluation, {} as { [file]: string }), async (page) => {
      expect(await over(page, finding)).toEqual(['10', '', '-', '  column_10 string,']);
    });
  });

  it('a tree that is judged as it stands shows only lines near to findings', async () => {
    const finding = aFinding({ location: placeOf('email') });
    const evaluation = anEvaluation({ base: null, files: [{ ...modified, status: 'added' }], findings: [finding] });
    await opened(shown(evaluation), async (page) => {
      expect(await page.locator('tr.added').count()).toBe(0);
      expect((await over(page, finding)).at(-1)).toBe('  email string,');
    });
  });

  it('an exact fix is shown as the lines before and after', async () => {
    const location = placeOf('string,', head.slice(head.indexOf('email')), file);
    const at = head.indexOf('email') + location.start.offset + 'string'.length;
    const start = { ...placeOf('email').start, offset: at };
    const edits = [{ location: { file, start, end: start }, text: " WITH TAG (pii = 'email')" }];
    const finding = aFinding({ location: placeOf('email'), remediation: { patch: { file, edits, title: 'tag it' } } });
    await opened(shown(judged(finding)), async (page) => {
      expect(await page.locator('.suggestion del').allInnerTexts()).toEqual(['  email string,']);
      expect(await page.locator('.suggestion ins').allInnerTexts()).toEqual(["  email string WITH TAG (pii = 'email'),"]);
    });
  });

  it('many of one policy in one file share a card', async () => {
    const findings = lines.slice(10, 17).map((line) => aFinding({ location: placeOf(line.trim()), message: line.trim() }));
    await opened(shown(judged(...findings)), async (page) => {
      expect(await page.locator('article').count()).toBe(1);
      expect(await page.locator('article li').count()).toBe(7);
    });
  });

  it('what does not count is apart, and problems are told', async () => {
    const problem = { code: 'sql-syntax', message: 'cannot read `x`', location: aPlace('broken.sql', 7), undecided: true };
    const findings = (['existing', 'fixed', 'excepted'] as const).map((disposition) => aFinding({ disposition }));
    await opened(shown(anEvaluation({ files: [modified], findings, problems: [problem] })), async (page) => {
      expect(await page.locator('article').count()).toBe(0);
      expect(await page.locator('.uncounted summary').allInnerTexts()).toEqual(['1 fixed', '1 existing, not counted', '1 excepted']);
      expect(await page.locator('section li').allInnerTexts()).toEqual(['cannot read x broken.sql:7 not judged']);
    });
  });

  it('the table leads to the cards', async () => {
    const finding = aFinding({ location: placeOf('phone') });
    await opened(shown(judged(finding)), async (page) => {
      await page.getByRole('link', { name: `${file}:21` }).click();
      await expect.poll(() => page.locator('article:target').count()).toBe(1);
    });
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><style>*{display:none}',
    '${alert(1)}',
    '`<b>x</b>`',
    '<!--',
    ']]>',
    'a\u202etxt.lqs',
    'zero\u200bwidth',
    '\u0000\u001b[31m',
  ])('%j is text wherever it stands', async (hostile) => {
    const path = `dir/${hostile}.sql`;
    const text = `create ${hostile};\n`;
    const finding = aFinding({
      file: path,
      location: placeOf('create', text, path),
      assetName: hostile,
      field: hostile,
      title: hostile,
      message: `${hostile} is wrong`,
      known: [{ text: hostile, location: aPlace(hostile) }],
      owners: [{ name: hostile, kind: 'team', why: hostile }],
      remediation: { text: hostile },
    });
    const evaluation = anEvaluation({
      base: { commit: null, name: hostile },
      libraries: [{ name: hostile, version: hostile, digest: hostile }],
      policies: [aPolicy({ title: hostile, frameworks: [hostile], page: `https://acme.example/${hostile}` })],
      files: [{ ...modified, path, basePath: path }],
      findings: [finding, aFinding({ ...finding, disposition: 'existing' })],
      problems: [{ code: hostile, message: hostile, location: aPlace(path), undecided: true }],
    });
    await opened(html.report(evaluation, aContext({ [path]: text }, { [path]: '' })), async (page) => {
      expect(await page.locator('script, img, svg, iframe, b, [onerror], [onload], [onmouseover]').count()).toBe(0);
      expect(await page.locator('style').count()).toBe(1);
      expect(await page.locator('article').count()).toBe(1);
      expect(await page.locator('tr.added .code').innerText()).toBe(`create ${asShown(hostile)};`);
      expect(await page.content()).not.toMatch(HIDDEN);
    });
  });

  const asShown = (text: string): string => text.replaceAll(HIDDEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

  it.each(['javascript:alert(1)', 'data:text/html,x', 'security/x/README.md', '//evil.example'])(
    'a page at %s is no link',
    async (page) => {
      const evaluation = { ...judged(aFinding({ location: placeOf('email') })), policies: [aPolicy({ page })] };
      await opened(shown(evaluation), async (opening) => {
        expect(await opening.getByRole('link', { name: 'How to fix' }).count()).toBe(0);
      });
    },
  );

  it('nothing is wider than a telephone', async () => {
    const location = placeOf('email');
    const long = 'x'.repeat(300);
    const finding = aFinding({
      location,
      message: long,
      assetName: long,
      known: [{ text: long }],
      owners: [{ name: long, kind: 'team', why: long }],
    });
    await opened(
      shown(judged(finding)),
      async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      },
      400,
    );
  });
});
