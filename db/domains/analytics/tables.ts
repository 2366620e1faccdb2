import { formerRef, instant, integer, json, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';
import {
  analytics_agent_metrics,
  analytics_agent_performance,
  analytics_category_metrics,
  analytics_daily_metrics,
} from './metric-tables.ts';

/** What a person did with the program (S1, S3). Leaves the device once, reaches no other. */
export const analytics_events = table(
  'analytics_events',
  {
    /** Pseudonym of the person, or nobody. */
    user_id: formerRef('users').orNull().privacy('none'),
    session_id: text().max(60).orNull().privacy('none'),
    event_type: text().max(60).privacy('none'),
    event_data: json().default('{}').privacy('personal'),
    /** The screen: a route without the ids in it. */
    page_url: text().max(2000).orNull().privacy('none'),
    referrer: text().max(2000).orNull().privacy('personal'),
    user_agent: text().max(500).orNull().privacy('personal'),
    /** Shortened or hashed before it is stored. */
    ip_address: text().max(64).orNull().privacy('sensitive'),
    occurred_at: instant().privacy('none'),
    duration_ms: integer().orNull().privacy('none'),
    device_id: formerRef('devices').orNull().privacy('none'),
  },
  {
    sync: 'up',
    retention: 'log',
    rights: { insert: 'it', update: 'admin', delete: 'admin' },
    indexes: [['event_type', 'occurred_at'], ['user_id', 'occurred_at'], ['occurred_at']],
    checks: ['duration_ms is null or duration_ms >= 0'],
  },
);

/** A figure of this very moment (S3), worked out on the device and forgotten when it expires. */
export const analytics_realtime_metrics = table(
  'analytics_realtime_metrics',
  {
    metric: text().max(60).privacy('none'),
    /** What it is of: `{"assignee_id": …}` in one spelling; empty for everything. */
    dimension: text().max(200).default('').privacy('none'),
    value: integer().privacy('none'),
    unit: oneOf('count', 'minutes', 'percent', 'minor_units').default('count').privacy('none'),
    computed_at: instant().privacy('none'),
    expires_at: instant().privacy('none'),
  },
  {
    sync: 'local',
    retention: 'passing',
    unique: [['metric', 'dimension']],
    indexes: [['expires_at']],
    checks: ['expires_at > computed_at'],
  },
);

export const analyticsTables = [
  analytics_events,
  analytics_daily_metrics,
  analytics_agent_metrics,
  analytics_category_metrics,
  analytics_realtime_metrics,
  analytics_agent_performance,
] as const;

export interface AnalyticsRows {
  analytics_events: Row<typeof analytics_events>;
  analytics_daily_metrics: Row<typeof analytics_daily_metrics>;
  analytics_agent_metrics: Row<typeof analytics_agent_metrics>;
  analytics_category_metrics: Row<typeof analytics_category_metrics>;
  analytics_realtime_metrics: Row<typeof analytics_realtime_metrics>;
  analytics_agent_performance: Row<typeof analytics_agent_performance>;
}
