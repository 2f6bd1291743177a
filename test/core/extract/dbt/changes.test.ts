import { describe, expect, it } from 'vitest';
import { compareAssets } from '../../../../src/core/compare/compare-assets.ts';
import { readProject, type Files } from './read-project.ts';

const changes = (base: Files, head: Files) => compareAssets(readProject(base).assets, readProject(head).assets);

const QUERY: Files = { 'models/m.sql': 'select ID, mail from t' };
const DOCUMENTED: Files = { ...QUERY, 'models/m.yml': 'models:\n  - name: m\n    columns:\n      - name: id\n' };

describe('a model that gets properties', () => {
  it('is still there: they are new, at their own place', () => {
    const [added] = changes(QUERY, DOCUMENTED).filter(({ of }) => of === 'properties');
    expect(added).toMatchObject({ kind: 'added', name: 'm', file: 'models/m.yml', location: { file: 'models/m.yml', start: { line: 2 } } });
  });

  it('keeps the columns that they spell in other letters', () => {
    expect(changes(QUERY, DOCUMENTED).flatMap(({ fields }) => fields.map(({ kind, name }) => `${kind} ${name}`))).toEqual(['added id']);
    expect(changes(DOCUMENTED, QUERY).flatMap(({ fields }) => fields.map(({ kind, name }) => `${kind} ${name}`))).toEqual(['removed ID']);
  });

  it('loses what neither of them names any more', () => {
    const head = { 'models/m.sql': 'select ID from t' };
    expect(changes(QUERY, head).flatMap(({ fields }) => fields.map(({ kind, name }) => `${kind} ${name}`))).toEqual(['removed mail']);
  });
});
