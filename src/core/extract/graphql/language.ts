type Language = typeof import('graphql/language/index.js');

let loaded: Pick<Language, 'parse'> | undefined;

/** The parser takes 50 ms to load, so only who reads SDL loads it. */
export async function loadLanguage(): Promise<void> {
  loaded ??= await import('graphql/language/index.js');
}

/** What no schema of two megabytes reaches. */
const MAX_TOKENS = 800_000;

export function parseSdl(text: string): ReturnType<Language['parse']> {
  if (!loaded) throw new TypeError('the GraphQL parser was not loaded');
  return loaded.parse(text, { maxTokens: MAX_TOKENS });
}
