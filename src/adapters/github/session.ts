import type { z } from 'zod';
import type { Repository } from '../../model/trigger.ts';
import { once, repeat, statusOf, UnreadableAnswer, type Pace, type Request } from './call.ts';

/** Talks to GitHub about one repository. */
export interface Session {
  /** Reads, and repeats until it is read. Undefined where GitHub says that there is nothing (404, 410) and `optional` allows that. */
  read<Shape extends z.ZodType>(shape: Shape, route: string, parameters?: Parameters): Promise<z.infer<Shape>>;
  readOptional<Shape extends z.ZodType>(shape: Shape, route: string, parameters?: Parameters): Promise<z.infer<Shape> | undefined>;
  /** Says how something shall be; saying it twice changes nothing. */
  set<Shape extends z.ZodType>(shape: Shape, route: string, parameters: Parameters): Promise<z.infer<Shape>>;
  /** Makes something; `find` looks whether it is there when the answer was lost. */
  create<Shape extends z.ZodType>(shape: Shape, call: Creation<z.infer<Shape>>): Promise<z.infer<Shape>>;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface Creation<Result> {
  readonly route: string;
  readonly parameters: Parameters;
  find(): Promise<Result | undefined>;
}

export function openSession(request: Request, { owner, name }: Pick<Repository, 'owner' | 'name'>, pace: Pace): Session {
  const ask = async <Shape extends z.ZodType>(shape: Shape, route: string, parameters: Parameters): Promise<z.infer<Shape>> => {
    const { data } = await request(route, { ...(route.includes('{owner}') ? { owner, repo: name } : {}), ...parameters });
    const parsed = shape.safeParse(data);
    if (!parsed.success) throw new UnreadableAnswer(`${route} gave an answer of another shape`);
    return parsed.data;
  };
  const read: Session['read'] = (shape, route, parameters = {}) => repeat(() => ask(shape, route, parameters), pace);
  return {
    read,
    readOptional: (shape, route, parameters = {}) => optional(repeat(() => orNothing(ask(shape, route, parameters)), pace)),
    set: read,
    create: (shape, { route, parameters, find }) => once({ make: () => ask(shape, route, parameters), find }, pace),
  };
}

const NOTHING = Symbol('nothing');

async function orNothing<Result>(asked: Promise<Result>): Promise<Result | typeof NOTHING> {
  try {
    return await asked;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return NOTHING;
    throw error;
  }
}

async function optional<Result>(asked: Promise<Result | typeof NOTHING>): Promise<Result | undefined> {
  const answer = await asked;
  return answer === NOTHING ? undefined : answer;
}
