export { lineIndex, type LineIndex } from '../text/line-index.ts';
