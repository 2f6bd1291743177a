import type { Location } from '../../../model/source.ts';
import type { Part } from '../../compatibility/schema/shape.ts';
import type { DocumentNode } from '../../text/document-tree.ts';

/** A description of an API, OpenAPI 2 to 3.2 alike. */
export interface Api {
  /** Begins the ids of its assets. */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly root: DocumentNode;
  readonly operations: readonly Operation[];
  /** Named schemas: `components/schemas`, `definitions`. */
  readonly schemas: readonly NamedSchema[];
}

export interface NamedSchema {
  readonly name: string;
  readonly location: Location;
  readonly node: DocumentNode;
}

/** One method of a path, or of a webhook. */
export interface Operation {
  /** `GET /contacts/{id}`. */
  readonly name: string;
  /** The same with parameters by place, which their names do not change: `GET /contacts/{}`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** The method's own place. */
  readonly location: Location;
  readonly node: DocumentNode;
  /** The path's, where it says something for all of its methods. */
  readonly pathNode: DocumentNode;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly responses: readonly Response[];
}

export interface Parameter {
  /** `query`, `path`, `header`, `cookie`. */
  readonly in: string;
  readonly name: string;
  readonly location: Location;
  readonly isRequired: boolean;
  readonly schema: Part | undefined;
  readonly node: DocumentNode;
  /** Whether it is sent as plain text, where a number and its digits are the same. */
  readonly isText: boolean;
}

export interface Content {
  readonly mediaType: string;
  readonly location: Location;
  readonly schema: Part | undefined;
}

export interface Body {
  readonly location: Location;
  readonly isRequired: boolean;
  readonly contents: readonly Content[];
}

export interface Response {
  readonly status: string;
  readonly location: Location;
  readonly contents: readonly Content[];
  readonly headers: readonly Parameter[];
}
