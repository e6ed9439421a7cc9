/** The OpenAPI 3.1 document, made from the table of routes. */
import { z } from "zod";
import { API_SCOPE_WORDS } from "@/lib/auth/api-scopes";
import { ErrorBody } from "@/lib/http/error-response";
import { ROUTE_KEYS, type RouteKey, type RouteSpec, routeSpec, type Who } from "@/lib/http/routes";

type Json = Record<string, unknown>;

const WHO_WORDS: Record<Who, string> = {
  anyone: "Open to anyone.",
  signed_in: "For everybody with an account.",
  athlete_or_coach: "For the athlete, and for coaches as far as the athlete agreed.",
  athlete: "For the athlete alone.",
  own_browser: "For a signed-in athlete's browser, of their own data.",
  coach_browser: "For a signed-in browser of the athlete, or of a coach who was let in.",
  other_credential: "Carries a credential of its own.",
};

export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const key of ROUTE_KEYS) {
    const { method, path } = splitKey(key);
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(key) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Nightrun",
      version: "1",
      description:
        "Runs and nights of athletes. Units are in the names, null means not measured, times are UTC, dates are the athlete's own.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Error: jsonSchema(ErrorBody, "output") },
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: `An API token of the settings page. Scopes: ${Object.entries(API_SCOPE_WORDS)
            .map(([scope, words]) => `${scope} (${words.toLowerCase()})`)
            .join(", ")}.`,
        },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
    },
  };
}

/** `GET /v1/athletes` as its two words. */
export function splitKey(key: RouteKey): { method: string; path: string } {
  const [method = "", path = ""] = key.split(" ");
  return { method, path };
}

function describeOperation(key: RouteKey): Json {
  const spec = routeSpec(key);
  const parameters = [
    ...describeParameters(key, spec.params, "path"),
    ...describeParameters(key, spec.query, "query"),
  ];
  return {
    operationId: operationId(key),
    summary: spec.summary,
    description: describeCallers(spec),
    security: describeSecurity(spec),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(spec.body
      ? { requestBody: { required: true, content: jsonContent(jsonSchema(spec.body, "input")) } }
      : {}),
    ...(spec.takesFiles ? { requestBody: { required: true, content: FILES_CONTENT } } : {}),
    responses: {
      "200": { description: "Done.", content: jsonContent(jsonSchema(spec.reply, "output")) },
      ...errorResponses(spec),
    },
  };
}

const FILES_CONTENT: Json = {
  "multipart/form-data": {
    schema: {
      type: "object",
      properties: { file: { type: "array", items: { type: "string", format: "binary" } } },
    },
  },
  "application/octet-stream": { schema: { type: "string", format: "binary" } },
};

function describeSecurity(spec: RouteSpec): Json[] {
  if (spec.who === "anyone" || spec.who === "other_credential") return [];
  if (spec.who === "own_browser" || spec.who === "coach_browser") return [{ session: [] }];
  return [{ token: [...spec.tokenScopes] }, { session: [] }];
}

function describeCallers(spec: RouteSpec): string {
  const scopes = spec.tokenScopes.join(" or ");
  return WHO_WORDS[spec.who] + (scopes ? ` A token needs the scope ${scopes}.` : "");
}

/** `get_v1_athletes_athlete_id_recovery` */
function operationId(key: RouteKey): string {
  return key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}

/** The path is the truth for its own parameters, also where no schema speaks of them. */
function describeParameters(key: RouteKey, schema: z.ZodObject | undefined, place: "path" | "query"): Json[] {
  const described = z
    .object({
      properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
      required: z.array(z.string()).default([]),
    })
    .parse(schema ? jsonSchema(schema, "input") : {});
  const inPath = [...key.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const names = place === "path" ? inPath : Object.keys(described.properties);
  return names.map((name) => ({
    name,
    in: place,
    required: place === "path" || described.required.includes(name),
    schema: described.properties[name] ?? { type: "string" },
  }));
}

function errorResponses(spec: RouteSpec): Json {
  if (spec.who === "anyone" || spec.who === "other_credential") return {};
  const fault = (description: string) => ({
    description,
    content: jsonContent({ $ref: "#/components/schemas/Error" }),
  });
  return {
    "400": fault("Something that was sent is wrong; `field` names it."),
    "401": fault("No credential, or one that does not work."),
    "403": fault("The token lacks the scope, or the request came from another site."),
    ...(spec.who === "signed_in" ? {} : { "404": fault("No such thing, or somebody else's.") }),
    default: fault("Another failure, with its code and a message."),
  };
}

function jsonContent(schema: Json): Json {
  return { "application/json": { schema } };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12" });
  return rest;
}
