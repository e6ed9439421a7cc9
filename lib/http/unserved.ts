/** What /v1 says where it serves nothing: in its own words, and before anybody is asked who they are. */
import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/error-response";
import { ROUTE_KEYS } from "@/lib/http/routes";

type ServedPath = { pattern: RegExp; methods: string[] };

/** 404 for an unknown address of /v1, 405 for a method that it does not serve, `null` for all others. */
export function unservedResponse(method: string, pathname: string): Response | null {
  if (pathname !== "/v1" && !pathname.startsWith("/v1/")) return null;
  const methods = servedPaths().find(({ pattern }) => pattern.test(pathname))?.methods;
  if (methods === undefined) {
    const message = "There is no such address. GET /v1/openapi.json lists all.";
    return errorResponse(new AppError("not_found", message));
  }
  if (methods.includes(method)) return null;
  const allow = methods.join(", ");
  const response = errorResponse(
    new AppError("method_not_allowed", `This address does not serve ${method}; it serves ${allow}.`),
  );
  response.headers.set("allow", allow);
  return response;
}

let known: ServedPath[] | null = null;

/** Addresses without a parameter come first: they win over one that has it in the same place. */
function servedPaths(): ServedPath[] {
  known ??= Object.entries(methodsByPath())
    .toSorted(([one], [other]) => parameterCount(one) - parameterCount(other))
    .map(([path, methods]) => ({ pattern: patternOf(path), methods: withImplied(methods) }));
  return known;
}

function methodsByPath(): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const key of ROUTE_KEYS) {
    const [method = "", path = ""] = key.split(" ");
    found[path] = [...(found[path] ?? []), method];
  }
  return found;
}

/** Next answers HEAD wherever there is GET, and OPTIONS everywhere. */
function withImplied(methods: string[]): string[] {
  return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join("[^/]+")}/?$`);
}

const parameterCount = (path: string): number => path.split("{").length;
