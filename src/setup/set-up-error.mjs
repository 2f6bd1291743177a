/** Why set-up stopped, with what was tried and what to do, each on a line of its own. */
export function setUpError(message, lines) {
  return Object.assign(new Error(message), { name: 'SetUpError', lines });
}

export function isSetUpError(error) {
  return error instanceof Error && error.name === 'SetUpError';
}
