import type { Row } from '#db/schema/table.ts';
import { govbr_integrations, whatsapp_contacts, whatsapp_messages } from './brazil-tables.ts';
import {
  communication_channels,
  communication_messages,
  notification_templates,
} from './channel-tables.ts';
import {
  notification_events,
  notification_preferences,
  notifications,
} from './notification-tables.ts';

export const communicationsTables = [
  communication_channels,
  notification_templates,
  communication_messages,
  notification_events,
  notifications,
  notification_preferences,
  whatsapp_contacts,
  whatsapp_messages,
  govbr_integrations,
] as const;

export interface CommunicationsRows {
  communication_channels: Row<typeof communication_channels>;
  notification_templates: Row<typeof notification_templates>;
  communication_messages: Row<typeof communication_messages>;
  notification_events: Row<typeof notification_events>;
  notifications: Row<typeof notifications>;
  notification_preferences: Row<typeof notification_preferences>;
  whatsapp_contacts: Row<typeof whatsapp_contacts>;
  whatsapp_messages: Row<typeof whatsapp_messages>;
  govbr_integrations: Row<typeof govbr_integrations>;
}
