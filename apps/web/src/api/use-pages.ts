/** The pages behind the visible part of a long list. */
import { type UseQueryOptions, useQueries } from "@tanstack/react-query";

interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface PagedItems<T> {
  /** The item at an index of the whole list; `undefined` until its page has come. */
  readonly at: (index: number) => T | undefined;
  /** Every item of the pages that have come, with its index. */
  readonly read: readonly (readonly [index: number, item: T])[];
  readonly error: Error | null;
}

/**
 * Asks for the pages that hold the items `first` to `last` and gives each item by its index in the whole list.
 * A page that comes again with other contents replaces the former one without a gap.
 */
export function usePages<T>(
  // biome-ignore lint/suspicious/noExplicitAny: the key and data of each page's options are the caller's.
  pageQuery: (page: number) => UseQueryOptions<any, Error, any, any>,
  pageSize: number,
  first: number,
  last: number,
): PagedItems<T> {
  const from = Math.floor(Math.max(first, 0) / pageSize);
  const to = Math.floor(Math.max(last, first, 0) / pageSize);
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const answers = useQueries({ queries: numbers.map((number) => pageQuery(number)) });
  const pages = new Map<number, Page<T> | undefined>();
  numbers.forEach((number, index) => {
    pages.set(number, answers[index]?.data as Page<T> | undefined);
  });
  return {
    at: (index) => pages.get(Math.floor(index / pageSize))?.items[index % pageSize],
    read: [...pages].flatMap(([page, answer]) =>
      (answer?.items ?? []).map((item, index) => [page * pageSize + index, item] as const),
    ),
    error: answers.find((answer) => answer.error)?.error ?? null,
  };
}
