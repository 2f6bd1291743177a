import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from './world.ts';

/** Serves `/<owner>/<name>.git` over Git's own HTTP protocol, to whoever has a token of the repository. */
export function serveGit(request: IncomingMessage, response: ServerResponse, url: URL, world: World): void {
  const [, owner, name, service] = /^\/([^/]+)\/([^/]+)\.git\/(.+)$/.exec(url.pathname) ?? [];
  const repository = [...world.repositories.values()].find((one) => one.owner === owner && one.name === name);
  const [, token = ''] = Buffer.from((request.headers.authorization ?? '').replace(/^basic /i, ''), 'base64')
    .toString()
    .split(':');
  if (!repository || !world.tokens.get(token)?.includes(repository.id)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    return;
  }
  const backend = spawn('git', ['-c', 'uploadpack.allowFilter=true', '-c', 'uploadpack.allowAnySHA1InWant=true', 'http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: repository.gitDir,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${service}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: [request.headers['git-protocol'] ?? ''].flat().join(''),
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  passOn(backend.stdout, response);
}

/** A CGI answer: headers, an empty line, and the body. */
function passOn(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  let begun = false;
  output.on('data', (chunk: Buffer) => {
    if (begun) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    begun = true;
    const lines = head.subarray(0, end).toString().split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(': ', 2) as [string, string]));
    const { Status: status = '200', ...rest } = headers;
    response.writeHead(Number.parseInt(status, 10), rest);
    response.write(head.subarray(end + 4));
  });
  output.on('end', () => response.end());
}
