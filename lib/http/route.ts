/**
 * Wraps a route handler in the four steps that every route takes: who is asking, what they
 * sent, the one domain call, the reply.
 */
import type { z } from "zod";
import { findUserOfToken } from "@/lib/accounts/api-tokens";
import type { Viewer } from "@/lib/auth/access";
import { findUserOfRequest } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { clientAddress } from "@/lib/http/client-address";
import { errorResponse } from "@/lib/http/error-response";
import { readJsonBody } from "@/lib/http/json-body";
import { requireOwnOrigin } from "@/lib/http/origin";
import {
  type RouteInput,
  type RouteKey,
  type RouteReply,
  type RouteSpec,
  routeSpec,
} from "@/lib/http/routes";

export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

type Handle<Key extends RouteKey> = (args: {
  viewer: Viewer;
  input: RouteInput<Key>;
  /** For bodies that are no JSON. */
  request: Request;
  /** Where the request comes from, for whatever counts tries. */
  callerAddress: () => string;
}) => Promise<RouteReply<Key> | Accepted<RouteReply<Key>>>;

/** A reply of 202: there is something left for the caller to do. */
export class Accepted<Body> {
  constructor(readonly body: Body) {}
}

/** A handler for a row of the table of routes: an API token, or else a signed-in browser. */
export function route<Key extends RouteKey>(key: Key, handle: Handle<Key>) {
  const spec = routeSpec(key);
  return async (request: Request, context: RouteContext): Promise<Response> => {
    try {
      const viewer = await requireViewer(request);
      requireTokenScope(viewer, spec);
      const input = checkedInput<Key>(await parseInput(spec, request, context));
      const callerAddress = () => clientAddress(request.headers, env().TRUSTED_PROXY_COUNT);
      const reply = await handle({ viewer, input, request, callerAddress });
      const headers = { "cache-control": "no-store" };
      if (reply instanceof Accepted) return Response.json(reply.body, { status: 202, headers });
      return Response.json(reply, { headers });
    } catch (error) {
      return errorResponse(error, key);
    }
  };
}

/** For routes that anyone may read and that take nothing. */
export function publicRoute<Key extends RouteKey>(key: Key, handle: () => RouteReply<Key>) {
  return async (): Promise<Response> => {
    try {
      return Response.json(handle(), { headers: { "cache-control": "public, max-age=300" } });
    } catch (error) {
      return errorResponse(error, key);
    }
  };
}

/** A token, when one is sent, is the only thing that counts: a wrong one never falls back to a cookie. */
async function requireViewer(request: Request): Promise<Viewer> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const owner = token === undefined ? null : await findUserOfToken(token);
    if (!owner) throw new AppError("unauthenticated", "This token is not known or was revoked.");
    return owner;
  }
  const user = await findUserOfRequest(request);
  if (!user) throw new AppError("unauthenticated", "Sign in, or send an API token as Authorization: Bearer.");
  requireOwnOrigin(request, env().NEXTAUTH_URL);
  return { userId: user.userId };
}

function requireTokenScope(viewer: Viewer, spec: RouteSpec): void {
  const { tokenScopes } = spec;
  if (viewer.scopes === undefined || tokenScopes.length === 0) return;
  if (tokenScopes.some((scope) => viewer.scopes?.includes(scope))) return;
  throw new AppError("missing_scope", `This token lacks the scope ${tokenScopes.join(" or ")}.`);
}

async function parseInput(spec: RouteSpec, request: Request, context: RouteContext): Promise<object> {
  const params = spec.params ? parsePart(spec.params, await context.params) : {};
  const query = spec.query
    ? parsePart(spec.query, Object.fromEntries(new URL(request.url).searchParams))
    : {};
  const body = spec.body ? parsePart(spec.body, await readJsonBody(request)) : {};
  // The path comes last: nothing in a body can stand in for an id of the address.
  return { ...body, ...query, ...params };
}

function parsePart(schema: z.ZodObject, sent: unknown): object {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
  const message =
    issue?.code === "unrecognized_keys" ? "is not known here" : (issue?.message ?? "is not valid");
  throw new AppError("invalid_input", `${field}: ${message}`, field === undefined ? {} : { field });
}

/** The parts were parsed by the schemas that this type is made of; the compiler cannot follow the merge. */
function checkedInput<Key extends RouteKey>(input: object): RouteInput<Key> {
  return input as RouteInput<Key>;
}
