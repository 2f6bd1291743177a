export { readQueryColumns as outputColumns } from '../query/query-body.ts';
