/** Measured values of a page load, read from Chromium's trace in the way of Lighthouse. */
export interface Load {
  /** Milliseconds until the largest picture or text of the first view was painted (largest contentful paint). */
  readonly lcp: number;
  /** Sum of the layout shifts without user input (cumulative layout shift); 0: nothing moved. */
  readonly cls: number;
  /** Durations in milliseconds of the page's tasks that blocked input for more than 50 ms. */
  readonly longTasks: readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: {
    readonly frame?: string;
    readonly name?: string;
    readonly data?: {
      readonly isMainFrame?: boolean;
      readonly is_main_frame?: boolean;
      readonly isOutermostMainFrame?: boolean;
      readonly documentLoaderURL?: string;
      readonly score?: number;
      readonly had_recent_input?: boolean;
    };
  };
}

export const categories = [
  'loading',
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
];

/** Computes the values of a load from `trace`, the JSON of `Tracing.end`, for the page that was opened as `url`. */
export function readTrace(trace: string, url: string): Load {
  const { traceEvents: events } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const begin = events.find(({ name, args }) => name === 'navigationStart' && args.data?.documentLoaderURL === url);
  if (!begin) throw new Error(`the trace knows no ${url}`);
  const ofPage = events.filter(({ pid, ts }) => pid === begin.pid && ts >= begin.ts);
  const paint = ofPage.findLast(({ name }) => name === 'largestContentfulPaint::Candidate');
  if (!paint) throw new Error(`nothing was painted on ${url}`);
  const main = events.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === begin.pid && args.name === 'CrRendererMain',
  );
  return {
    lcp: (paint.ts - begin.ts) / 1000,
    cls: ofPage
      .filter(({ name, args }) => name === 'LayoutShift' && args.data?.had_recent_input === false)
      .reduce((sum, { args }) => sum + (args.data?.score ?? 0), 0),
    longTasks: ofPage
      .filter(({ name, tid, dur = 0 }) => name === 'RunTask' && tid === main?.tid && dur > 50_000)
      .map(({ dur = 0 }) => dur / 1000),
  };
}
