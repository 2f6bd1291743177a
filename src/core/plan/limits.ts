/** GitHub, REST reference, "Create a check run": `output.annotations` takes at most 50 in one request; more are appended by updates. */
export const ANNOTATIONS_PER_REQUEST = 50;

/** Our own: ten requests. Nobody reads more, and each request counts against the installation's budget. What is left out is counted. */
export const MOST_ANNOTATIONS = 500;

/** GitHub, REST reference, "Create a check run": titles of annotations, and of the output as its schema allows. */
export const TITLE_UNITS = 255;

/** GitHub, REST reference, "Create a check run": `output.summary` and `output.text`; also the body of comments and issues (65,536). */
export const BODY_UNITS = 65_535;

/** GitHub, REST reference, "Create a check run": the message of an annotation is at most 64 KB. */
export const MESSAGE_BYTES = 64 * 1024;

/** GitHub, REST reference, "Create a check run": `actions`. */
export const BUTTONS = { most: 3, label: 20, description: 40, identifier: 20 } as const;

/** Our own: of one policy in one file, more than this become one comment. */
export const ALIKE_COMMENTS = 5;

/** GitHub, REST reference, "Request reviewers": at most 15 at a time. */
export const MOST_REVIEWERS = 15;

/** GitHub, REST reference, "Create an issue": up to 10 assignees. */
export const MOST_ASSIGNEES = 10;

/** GitHub, issue title. */
export const ISSUE_TITLE_UNITS = 256;

/** Our own: comments on files as a whole, each of which is a call of its own. What is left out is in the check run. */
export const MOST_FILE_COMMENTS = 5;

/** Our own: one review with more comments than this is read by nobody, and GitHub may refuse it. What is left out is in the check run. */
export const MOST_COMMENTS = 50;
