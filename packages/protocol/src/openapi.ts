/** OpenAPI 3.1 from a contract. */
import { z } from "zod";
import type { Contract, Route } from "./contract.ts";
import { type ErrorCode, errorTable } from "./errors.ts";
import { Problem, problemMediaType } from "./problem.ts";

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Path prefix of every route. */
  readonly prefix: string;
  /** How a credential travels. */
  readonly security: Readonly<Record<string, object>>;
}

const toSchema = (schema: z.ZodType, io: "input" | "output"): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Record<string, unknown>;
  return rest;
};

function parameters(where: "path" | "query" | "header", schema: z.ZodObject | undefined): object[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === "path" || !(field as z.ZodType).safeParse(undefined).success,
    schema: toSchema(field as z.ZodType, "input"),
  }));
}

function problems(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes)
    byStatus.set(errorTable[code].status, [...(byStatus.get(errorTable[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      {
        description: of.map((code) => `${code}: ${errorTable[code].message}`).join(" "),
        content: { [problemMediaType]: { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

function operation(name: string, route: Route): object {
  const codes: ErrorCode[] = ["VALIDATION_FAILED", "INTERNAL", ...(route.errors ?? [])];
  return {
    operationId: name,
    summary: route.summary,
    ...(route.auth === "none" && { security: [] }),
    parameters: [
      ...parameters("path", route.params),
      ...parameters("query", route.query),
      ...parameters("header", route.headers),
    ],
    ...(route.body && {
      requestBody: { required: true, content: { "application/json": { schema: toSchema(route.body, "input") } } },
    }),
    responses: {
      [String(route.status)]: {
        description: "Done.",
        ...(route.status !== 204 && {
          content: { "application/json": { schema: toSchema(route.response, "output") } },
        }),
      },
      ...problems(codes),
    },
  };
}

export function toOpenApi(contract: Contract, info: OpenApiInfo): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries(contract)) {
    const path = info.prefix + route.path;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: info.title, version: info.version, description: info.description },
    paths,
    components: { schemas: { Problem: toSchema(Problem, "output") }, securitySchemes: info.security },
    security: Object.keys(info.security).map((scheme) => ({ [scheme]: [] })),
  };
}
