DROP TRIGGER "bookings_search_insert";

DROP TRIGGER "bookings_search_delete";

DROP TRIGGER "bookings_search_update";

DROP TABLE "bookings_search";

CREATE TABLE "replica_next" (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  device_id TEXT NOT NULL,
  device_name TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  central TEXT NOT NULL,
  login_role TEXT NOT NULL,
  login_password TEXT NOT NULL,
  token TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('empty', 'filling', 'ready')),
  cursor TEXT,
  witness TEXT,
  epoch TEXT,
  last_op_no INTEGER NOT NULL DEFAULT 0,
  acked_op_no INTEGER NOT NULL DEFAULT 0,
  verified_at TEXT,
  acting_user_id TEXT,
  CHECK (acked_op_no <= last_op_no)
) STRICT;
INSERT INTO "replica_next" ("one", "device_id", "device_name", "organization_id", "central", "login_role", "login_password", "token", "incarnation", "phase", "cursor", "epoch", "last_op_no", "acked_op_no", "verified_at", "acting_user_id")
  SELECT "one", "device_id", "device_name", "organization_id", "central", "login_role", "login_password", "token", "incarnation", "phase", "cursor", "epoch", "last_op_no", "acked_op_no", "verified_at", "acting_user_id" FROM "replica";
DROP TABLE "replica";
ALTER TABLE "replica_next" RENAME TO "replica";

CREATE TABLE "rejected_ops_next" (
  op_id TEXT PRIMARY KEY,
  op_no INTEGER NOT NULL,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  changes TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT,
  rejected_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'retried', 'dismissed')),
  conflict_id TEXT
) STRICT;
INSERT INTO "rejected_ops_next" ("op_id", "op_no", "actor_id", "command", "at", "changes", "code", "detail", "rejected_at", "state")
  SELECT "op_id", "op_no", "actor_id", "command", "at", "changes", "code", "detail", "rejected_at", "state" FROM "rejected_ops";
DROP TABLE "rejected_ops";
ALTER TABLE "rejected_ops_next" RENAME TO "rejected_ops";

CREATE TABLE doubts (
  table_name TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  PRIMARY KEY (table_name, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE "organizations_next" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "legal_name" TEXT NOT NULL DEFAULT '',
  "locale" TEXT NOT NULL DEFAULT 'en',
  "currency" TEXT NOT NULL DEFAULT 'USD',
  "contact_email" TEXT NOT NULL DEFAULT '',
  "contact_phone" TEXT NOT NULL DEFAULT '',
  "website" TEXT NOT NULL DEFAULT '',
  "logo_file_id" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "region" TEXT NOT NULL DEFAULT '',
  "calendar_settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("calendar_settings")),
  "ai_settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("ai_settings")),
  "notification_settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("notification_settings")),
  "integration_settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("integration_settings")),
  "subscription_plan" TEXT NOT NULL DEFAULT 'standard',
  "subscription_status" TEXT NOT NULL DEFAULT 'active' CHECK ("subscription_status" = 'trial' OR "subscription_status" = 'active' OR "subscription_status" = 'past_due' OR "subscription_status" = 'cancelled'),
  "subscription_ends_at" TEXT,
  "max_users" INTEGER,
  "max_devices" INTEGER,
  "max_storage_mb" INTEGER,
  "max_tickets_per_month" INTEGER,
  "max_integrations" INTEGER,
  "feature_flags" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("feature_flags")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (id = organization_id),
  CHECK (length(currency) = 3),
  CHECK (max_users is null or max_users >= 0),
  CHECK (max_devices is null or max_devices >= 0),
  CHECK (max_storage_mb is null or max_storage_mb >= 0),
  CHECK (max_tickets_per_month is null or max_tickets_per_month >= 0),
  CHECK (max_integrations is null or max_integrations >= 0)
) STRICT;
INSERT INTO "organizations_next" ("row_no", "id", "organization_id", "name", "slug", "timezone", "created_at", "updated_at", "created_by", "updated_by", "row_version")
  SELECT "row_no", "id", "organization_id", "name", "slug", "timezone", "created_at", "updated_at", "created_by", "updated_by", 0 FROM "organizations";
DROP TABLE "organizations";
ALTER TABLE "organizations_next" RENAME TO "organizations";

CREATE TABLE "business_calendars" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "timezone" TEXT NOT NULL,
  "is_round_the_clock" INTEGER NOT NULL DEFAULT 0 CHECK ("is_round_the_clock" IN (0, 1)),
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (not is_default or is_active),
  CHECK (version >= 1)
) STRICT;

CREATE TABLE "business_hours" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "business_calendar_id" TEXT NOT NULL REFERENCES "business_calendars"(id) DEFERRABLE INITIALLY DEFERRED,
  "weekday" INTEGER NOT NULL,
  "opens_at" TEXT NOT NULL,
  "closes_at" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (weekday between 1 and 7),
  CHECK (closes_at = '00:00' or closes_at > opens_at)
) STRICT;

CREATE TABLE "holidays" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "business_calendar_id" TEXT NOT NULL REFERENCES "business_calendars"(id) DEFERRABLE INITIALLY DEFERRED,
  "holiday_on" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "is_yearly" INTEGER NOT NULL DEFAULT 0 CHECK ("is_yearly" IN (0, 1)),
  "opens_at" TEXT,
  "closes_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((opens_at is null) = (closes_at is null)),
  CHECK (closes_at is null or closes_at = '00:00' or closes_at > opens_at)
) STRICT;

CREATE TABLE "departments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL DEFAULT 'department' CHECK ("kind" = 'department' OR "kind" = 'team'),
  "description" TEXT NOT NULL DEFAULT '',
  "parent_id" TEXT,
  "manager_id" TEXT,
  "escalation_user_id" TEXT,
  "escalation_department_id" TEXT,
  "business_calendar_id" TEXT REFERENCES "business_calendars"(id) DEFERRABLE INITIALLY DEFERRED,
  "email" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "location" TEXT NOT NULL DEFAULT '',
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (parent_id is null or parent_id <> id),
  CHECK (escalation_department_id is null or escalation_department_id <> id),
  CHECK (escalation_user_id is null or escalation_department_id is null)
) STRICT;

CREATE TABLE "programs" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "line_of_business" TEXT NOT NULL DEFAULT '',
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "manager_id" TEXT,
  "effective_from" TEXT,
  "effective_to" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (effective_from is null or effective_to is null or effective_to >= effective_from)
) STRICT;

CREATE TABLE "producers" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "program_id" TEXT NOT NULL REFERENCES "programs"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "legal_name" TEXT NOT NULL DEFAULT '',
  "description" TEXT NOT NULL DEFAULT '',
  "contact_name" TEXT NOT NULL DEFAULT '',
  "contact_email" TEXT NOT NULL DEFAULT '',
  "contact_phone" TEXT NOT NULL DEFAULT '',
  "timezone" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "statuses" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "entity_type" TEXT NOT NULL CHECK ("entity_type" = 'ticket' OR "entity_type" = 'third_party_integration' OR "entity_type" = 'integration_configuration' OR "entity_type" = 'integration_permission' OR "entity_type" = 'integration_node' OR "entity_type" = 'integration_field_mapping' OR "entity_type" = 'integration_request' OR "entity_type" = 'integration_verification_result'),
  "code" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "labels" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("labels")),
  "description" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL CHECK ("kind" = 'new' OR "kind" = 'open' OR "kind" = 'pending_customer' OR "kind" = 'pending_internal' OR "kind" = 'on_hold' OR "kind" = 'solved' OR "kind" = 'closed' OR "kind" = 'merged' OR "kind" = 'draft' OR "kind" = 'active' OR "kind" = 'inactive' OR "kind" = 'archived'),
  "is_final" INTEGER NOT NULL DEFAULT 0 CHECK ("is_final" IN (0, 1)),
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "is_system" INTEGER NOT NULL DEFAULT 0 CHECK ("is_system" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "next_codes" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("next_codes")),
  "position" INTEGER NOT NULL DEFAULT 0,
  "color" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (length(code) > 0),
  CHECK (not is_default or is_active),
  CHECK (not is_default or not is_final),
  CHECK (entity_type <> 'ticket' or kind in ('new', 'open', 'pending_customer', 'pending_internal', 'on_hold', 'solved', 'closed', 'merged')),
  CHECK (entity_type = 'ticket' or kind in ('draft', 'active', 'inactive', 'archived'))
) STRICT;

CREATE TABLE "users_next" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "display_name" TEXT NOT NULL,
  "role" TEXT NOT NULL CHECK ("role" = 'it' OR "role" = 'agent' OR "role" = 'supervisor' OR "role" = 'manager' OR "role" = 'admin'),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "kind" TEXT NOT NULL DEFAULT 'person' CHECK ("kind" = 'person' OR "kind" = 'service'),
  "given_name" TEXT NOT NULL DEFAULT '',
  "family_name" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "job_title" TEXT NOT NULL DEFAULT '',
  "employee_number" TEXT NOT NULL DEFAULT '',
  "locale" TEXT NOT NULL DEFAULT '',
  "timezone" TEXT NOT NULL DEFAULT '',
  "avatar_file_id" TEXT,
  "preferences" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("preferences")),
  "password_policy_id" TEXT,
  "password_changed_at" TEXT,
  "must_change_password" INTEGER NOT NULL DEFAULT 0 CHECK ("must_change_password" IN (0, 1)),
  "two_factor_required" INTEGER NOT NULL DEFAULT 0 CHECK ("two_factor_required" IN (0, 1)),
  "two_factor_enabled" INTEGER NOT NULL DEFAULT 0 CHECK ("two_factor_enabled" IN (0, 1)),
  "two_factor_method" TEXT NOT NULL DEFAULT 'none' CHECK ("two_factor_method" = 'none' OR "two_factor_method" = 'totp' OR "two_factor_method" = 'webauthn'),
  "sso_required" INTEGER NOT NULL DEFAULT 0 CHECK ("sso_required" IN (0, 1)),
  "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
  "locked_until" TEXT,
  "last_sign_in_at" TEXT,
  "access_expires_at" TEXT,
  "deactivated_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (failed_sign_ins >= 0),
  CHECK (two_factor_enabled or two_factor_method = 'none'),
  CHECK (not two_factor_enabled or two_factor_method <> 'none')
) STRICT;
INSERT INTO "users_next" ("row_no", "id", "organization_id", "email", "display_name", "role", "is_active", "created_at", "updated_at", "created_by", "updated_by", "row_version")
  SELECT "row_no", "id", "organization_id", "email", "display_name", "role", "is_active", "created_at", "updated_at", "created_by", "updated_by", 0 FROM "users";
DROP TABLE "users";
ALTER TABLE "users_next" RENAME TO "users";

CREATE TABLE "user_identities" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "provider" TEXT NOT NULL CHECK ("provider" = 'clerk' OR "provider" = 'saml' OR "provider" = 'oauth2' OR "provider" = 'oidc' OR "provider" = 'ldap' OR "provider" = 'govbr'),
  "issuer" TEXT NOT NULL DEFAULT '',
  "subject" TEXT NOT NULL,
  "email" TEXT NOT NULL DEFAULT '',
  "claims" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("claims")),
  "linked_at" TEXT NOT NULL,
  "last_used_at" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "password_policies" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "for_role" TEXT CHECK ("for_role" = 'it' OR "for_role" = 'agent' OR "for_role" = 'supervisor' OR "for_role" = 'manager' OR "for_role" = 'admin'),
  "min_length" INTEGER NOT NULL DEFAULT 12,
  "min_length_with_second_factor" INTEGER NOT NULL DEFAULT 8,
  "require_uppercase" INTEGER NOT NULL DEFAULT 0 CHECK ("require_uppercase" IN (0, 1)),
  "require_lowercase" INTEGER NOT NULL DEFAULT 0 CHECK ("require_lowercase" IN (0, 1)),
  "require_digit" INTEGER NOT NULL DEFAULT 0 CHECK ("require_digit" IN (0, 1)),
  "require_symbol" INTEGER NOT NULL DEFAULT 0 CHECK ("require_symbol" IN (0, 1)),
  "forbid_breached" INTEGER NOT NULL DEFAULT 1 CHECK ("forbid_breached" IN (0, 1)),
  "history_depth" INTEGER NOT NULL DEFAULT 5,
  "max_age_days" INTEGER,
  "lockout_threshold" INTEGER NOT NULL DEFAULT 5,
  "lockout_minutes" INTEGER NOT NULL DEFAULT 1,
  "max_lockout_minutes" INTEGER NOT NULL DEFAULT 60,
  "two_factor_required" INTEGER NOT NULL DEFAULT 0 CHECK ("two_factor_required" IN (0, 1)),
  "idle_lock_minutes" INTEGER NOT NULL DEFAULT 10,
  "max_offline_days" INTEGER NOT NULL DEFAULT 14,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (not is_default or is_active),
  CHECK (min_length >= 8),
  CHECK (min_length_with_second_factor >= 8 and min_length_with_second_factor <= min_length),
  CHECK (history_depth >= 0),
  CHECK (max_age_days is null or max_age_days > 0),
  CHECK (lockout_threshold >= 1),
  CHECK (lockout_minutes >= 1 and max_lockout_minutes >= lockout_minutes),
  CHECK (idle_lock_minutes between 1 and 60),
  CHECK (max_offline_days between 1 and 14)
) STRICT;

CREATE TABLE "devices" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "platform" TEXT NOT NULL DEFAULT 'other' CHECK ("platform" = 'windows' OR "platform" = 'macos' OR "platform" = 'linux' OR "platform" = 'other'),
  "os_version" TEXT NOT NULL DEFAULT '',
  "app_version" TEXT NOT NULL DEFAULT '',
  "schema_version" INTEGER NOT NULL DEFAULT 0,
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT NOT NULL DEFAULT 'active' CHECK ("state" = 'active' OR "state" = 'revoked' OR "state" = 'lost' OR "state" = 'retired'),
  "enrolled_at" TEXT NOT NULL,
  "enrolled_by" TEXT,
  "last_seen_at" TEXT,
  "last_verified_at" TEXT,
  "clock_skew_ms" INTEGER,
  "public_key" TEXT NOT NULL DEFAULT '',
  "revoked_at" TEXT,
  "revoked_by" TEXT,
  "revoke_reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'revoked') = (revoked_at is not null)),
  CHECK (length(code) > 0)
) STRICT;

CREATE TABLE "user_credentials" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL CHECK ("kind" = 'password' OR "kind" = 'totp' OR "kind" = 'recovery_code' OR "kind" = 'webauthn' OR "kind" = 'signing_key'),
  "state" TEXT NOT NULL DEFAULT 'active' CHECK ("state" = 'active' OR "state" = 'used' OR "state" = 'revoked'),
  "label" TEXT NOT NULL DEFAULT '',
  "verifier" TEXT NOT NULL DEFAULT '',
  "wrapped_key" TEXT NOT NULL DEFAULT '',
  "wrapping" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("wrapping")),
  "public_key" TEXT NOT NULL DEFAULT '',
  "authenticator_id" TEXT NOT NULL DEFAULT '',
  "sign_count" INTEGER NOT NULL DEFAULT 0,
  "valid_from" TEXT NOT NULL,
  "expires_at" TEXT,
  "used_at" TEXT,
  "revoked_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "single_key" TEXT GENERATED ALWAYS AS (case when kind in ('password', 'signing_key') then kind || ':' || cast(user_id as text) else cast(id as text) end) VIRTUAL,
  CHECK (sign_count >= 0),
  CHECK (expires_at is null or expires_at > valid_from),
  CHECK ((state = 'revoked') = (revoked_at is not null)),
  CHECK (state <> 'used' or used_at is not null),
  CHECK (kind not in ('password', 'recovery_code') or length(verifier) > 0),
  CHECK (kind not in ('totp', 'signing_key') or length(wrapped_key) > 0)
) STRICT;

CREATE TABLE "roles" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "is_system" INTEGER NOT NULL DEFAULT 0 CHECK ("is_system" IN (0, 1)),
  "parent_role_id" TEXT,
  "least_role" TEXT NOT NULL DEFAULT 'agent' CHECK ("least_role" = 'it' OR "least_role" = 'agent' OR "least_role" = 'supervisor' OR "least_role" = 'manager' OR "least_role" = 'admin'),
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (parent_role_id is null or parent_role_id <> id),
  CHECK (length(code) > 0)
) STRICT;

CREATE TABLE "permissions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "resource" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "condition" TEXT CHECK (json_valid("condition")),
  "is_system" INTEGER NOT NULL DEFAULT 0 CHECK ("is_system" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (length(resource) > 0),
  CHECK (length(action) > 0)
) STRICT;

CREATE TABLE "role_permissions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "role_id" TEXT NOT NULL REFERENCES "roles"(id) DEFERRABLE INITIALLY DEFERRED,
  "permission_id" TEXT NOT NULL REFERENCES "permissions"(id) DEFERRABLE INITIALLY DEFERRED,
  "effect" TEXT NOT NULL DEFAULT 'allow' CHECK ("effect" = 'allow' OR "effect" = 'deny'),
  "condition" TEXT CHECK (json_valid("condition")),
  "valid_from" TEXT,
  "valid_to" TEXT,
  "granted_by" TEXT,
  "granted_at" TEXT NOT NULL,
  "reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (valid_from is null or valid_to is null or valid_to > valid_from)
) STRICT;

CREATE TABLE "user_roles" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "role_id" TEXT NOT NULL REFERENCES "roles"(id) DEFERRABLE INITIALLY DEFERRED,
  "scope_level" TEXT NOT NULL DEFAULT 'organization' CHECK ("scope_level" = 'organization' OR "scope_level" = 'department' OR "scope_level" = 'program' OR "scope_level" = 'producer'),
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "program_id" TEXT REFERENCES "programs"(id) DEFERRABLE INITIALLY DEFERRED,
  "producer_id" TEXT REFERENCES "producers"(id) DEFERRABLE INITIALLY DEFERRED,
  "condition" TEXT CHECK (json_valid("condition")),
  "valid_from" TEXT,
  "valid_to" TEXT,
  "delegated_by" TEXT,
  "granted_by" TEXT,
  "granted_at" TEXT NOT NULL,
  "reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "scope_key" TEXT GENERATED ALWAYS AS (case scope_level when 'department' then 'department:' || cast(department_id as text) when 'program' then 'program:' || cast(program_id as text) when 'producer' then 'producer:' || cast(producer_id as text) else 'organization' end) VIRTUAL,
  "lender_key" TEXT GENERATED ALWAYS AS (coalesce(cast(delegated_by as text), '')) VIRTUAL,
  CHECK (valid_from is null or valid_to is null or valid_to > valid_from),
  CHECK (delegated_by is null or valid_to is not null),
  CHECK (delegated_by is null or delegated_by <> user_id),
  CHECK ((scope_level = 'department') = (department_id is not null)),
  CHECK ((scope_level in ('program', 'producer')) = (program_id is not null)),
  CHECK ((scope_level = 'producer') = (producer_id is not null))
) STRICT;

CREATE TABLE "groups" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'assignment' CHECK ("kind" = 'assignment' OR "kind" = 'permission' OR "kind" = 'both'),
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "lead_id" TEXT,
  "email" TEXT NOT NULL DEFAULT '',
  "assignment_mode" TEXT NOT NULL DEFAULT 'manual' CHECK ("assignment_mode" = 'manual' OR "assignment_mode" = 'round_robin' OR "assignment_mode" = 'least_loaded'),
  "escalation_group_id" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (escalation_group_id is null or escalation_group_id <> id),
  CHECK (length(code) > 0)
) STRICT;

CREATE TABLE "group_members" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "group_id" TEXT NOT NULL REFERENCES "groups"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "membership" TEXT NOT NULL DEFAULT 'member' CHECK ("membership" = 'member' OR "membership" = 'lead'),
  "takes_work" INTEGER NOT NULL DEFAULT 1 CHECK ("takes_work" IN (0, 1)),
  "valid_from" TEXT,
  "valid_to" TEXT,
  "added_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (valid_from is null or valid_to is null or valid_to > valid_from)
) STRICT;

CREATE TABLE "org_memberships" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "invited_at" TEXT,
  "invited_by" TEXT,
  "joined_at" TEXT,
  "left_at" TEXT,
  "reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (joined_at is null or left_at is null or left_at >= joined_at)
) STRICT;

CREATE TABLE "user_sessions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "session_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "device_id" TEXT NOT NULL,
  "event" TEXT NOT NULL CHECK ("event" = 'signed_in' OR "event" = 'unlocked' OR "event" = 'active' OR "event" = 'away' OR "event" = 'locked' OR "event" = 'signed_out' OR "event" = 'expired'),
  "method" TEXT NOT NULL DEFAULT 'none' CHECK ("method" = 'password' OR "method" = 'quick_unlock' OR "method" = 'totp' OR "method" = 'webauthn' OR "method" = 'sso' OR "method" = 'none'),
  "occurred_at" TEXT NOT NULL,
  "expires_at" TEXT,
  "is_online" INTEGER NOT NULL DEFAULT 0 CHECK ("is_online" IN (0, 1)),
  "app_version" TEXT NOT NULL DEFAULT '',
  "ip_address" TEXT NOT NULL DEFAULT '',
  "user_agent" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "user_departments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "department_id" TEXT NOT NULL REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "membership" TEXT NOT NULL DEFAULT 'primary' CHECK ("membership" = 'primary' OR "membership" = 'secondary'),
  "title" TEXT NOT NULL DEFAULT '',
  "valid_from" TEXT NOT NULL,
  "valid_to" TEXT,
  "is_current" INTEGER NOT NULL DEFAULT 1 CHECK ("is_current" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "primary_key" TEXT GENERATED ALWAYS AS (case when membership = 'primary' then cast(user_id as text) else cast(id as text) end) VIRTUAL,
  CHECK (valid_to is null or valid_to > valid_from),
  CHECK (is_current or valid_to is not null)
) STRICT;

CREATE TABLE "system_settings" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "scope_level" TEXT NOT NULL DEFAULT 'organization' CHECK ("scope_level" = 'organization' OR "scope_level" = 'department' OR "scope_level" = 'user'),
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "value_type" TEXT NOT NULL DEFAULT 'string' CHECK ("value_type" = 'string' OR "value_type" = 'integer' OR "value_type" = 'decimal' OR "value_type" = 'boolean' OR "value_type" = 'instant' OR "value_type" = 'json'),
  "setting_value" TEXT NOT NULL CHECK (json_valid("setting_value")),
  "category" TEXT NOT NULL DEFAULT '',
  "description" TEXT NOT NULL DEFAULT '',
  "is_public" INTEGER NOT NULL DEFAULT 0 CHECK ("is_public" IN (0, 1)),
  "is_locked" INTEGER NOT NULL DEFAULT 0 CHECK ("is_locked" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "scope_key" TEXT GENERATED ALWAYS AS (case scope_level when 'department' then 'department:' || cast(department_id as text) when 'user' then 'user:' || cast(user_id as text) else 'organization' end) VIRTUAL,
  CHECK (length(name) > 0),
  CHECK ((scope_level = 'department') = (department_id is not null)),
  CHECK ((scope_level = 'user') = (user_id is not null))
) STRICT;

CREATE TABLE "cache" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "namespace" TEXT NOT NULL,
  "cache_key" TEXT NOT NULL,
  "cached_value" TEXT NOT NULL CHECK (json_valid("cached_value")),
  "computed_at" TEXT NOT NULL,
  "expires_at" TEXT NOT NULL,
  "cost_ms" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (expires_at >= computed_at),
  CHECK (cost_ms >= 0)
) STRICT;

CREATE TABLE "automations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "entity_type" TEXT NOT NULL DEFAULT 'ticket' CHECK ("entity_type" = 'ticket' OR "entity_type" = 'booking' OR "entity_type" = 'request' OR "entity_type" = 'lead'),
  "trigger_event" TEXT NOT NULL DEFAULT 'created' CHECK ("trigger_event" = 'created' OR "trigger_event" = 'updated' OR "trigger_event" = 'status_changed' OR "trigger_event" = 'assigned' OR "trigger_event" = 'due' OR "trigger_event" = 'scheduled'),
  "conditions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("conditions")),
  "actions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("actions")),
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "run_count" INTEGER NOT NULL DEFAULT 0,
  "last_run_at" TEXT,
  "workflow_id" TEXT,
  "migrated_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (run_count >= 0),
  CHECK ((workflow_id is null) = (migrated_at is null)),
  CHECK (workflow_id is null or not is_active)
) STRICT;

CREATE TABLE "retention_policies" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "table_name" TEXT NOT NULL,
  "clock_column" TEXT NOT NULL DEFAULT 'created_at',
  "condition" TEXT CHECK (json_valid("condition")),
  "keep_days" INTEGER NOT NULL,
  "action" TEXT NOT NULL DEFAULT 'delete' CHECK ("action" = 'delete' OR "action" = 'anonymise' OR "action" = 'archive'),
  "law" TEXT NOT NULL DEFAULT 'house' CHECK ("law" = 'lgpd' OR "law" = 'gdpr' OR "law" = 'contract' OR "law" = 'house'),
  "legal_basis" TEXT NOT NULL DEFAULT '',
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'approved' OR "state" = 'active' OR "state" = 'retired'),
  "approved_by" TEXT,
  "approved_at" TEXT,
  "last_run_at" TEXT,
  "last_run_counts" TEXT CHECK (json_valid("last_run_counts")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (keep_days >= 0),
  CHECK ((approved_by is null) = (approved_at is null)),
  CHECK (state not in ('approved', 'active') or approved_at is not null)
) STRICT;

CREATE TABLE "saved_views" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "owner_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "screen" TEXT NOT NULL CHECK ("screen" = 'bookings' OR "screen" = 'tickets' OR "screen" = 'requests' OR "screen" = 'conflicts' OR "screen" = 'leads' OR "screen" = 'campaigns' OR "screen" = 'articles' OR "screen" = 'integration_requests' OR "screen" = 'mappings' OR "screen" = 'audit' OR "screen" = 'people' OR "screen" = 'surveys'),
  "name" TEXT NOT NULL,
  "filters" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("filters")),
  "shown_columns" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("shown_columns")),
  "sorting" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("sorting")),
  "grouping" TEXT NOT NULL DEFAULT '',
  "density" TEXT NOT NULL DEFAULT 'normal' CHECK ("density" = 'compact' OR "density" = 'normal' OR "density" = 'roomy'),
  "shared_with" TEXT NOT NULL DEFAULT 'nobody' CHECK ("shared_with" = 'nobody' OR "shared_with" = 'group' OR "shared_with" = 'everybody'),
  "group_id" TEXT REFERENCES "groups"(id) DEFERRABLE INITIALLY DEFERRED,
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((shared_with = 'group') = (group_id is not null))
) STRICT;

CREATE TABLE "files" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "size_bytes" INTEGER NOT NULL,
  "original_name" TEXT NOT NULL DEFAULT '',
  "declared_type" TEXT NOT NULL DEFAULT '',
  "sniffed_type" TEXT NOT NULL DEFAULT '',
  "width" INTEGER,
  "height" INTEGER,
  "scan_state" TEXT NOT NULL DEFAULT 'pending' CHECK ("scan_state" = 'pending' OR "scan_state" = 'clean' OR "scan_state" = 'infected' OR "scan_state" = 'failed' OR "scan_state" = 'skipped'),
  "scanned_at" TEXT,
  "scan_result" TEXT NOT NULL DEFAULT '',
  "encryption_key_id" TEXT,
  "uploaded_at" TEXT NOT NULL,
  "uploaded_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (length(sha256) = 64),
  CHECK (size_bytes >= 0),
  CHECK (width is null or width > 0),
  CHECK (height is null or height > 0)
) STRICT;

CREATE TABLE "workflows" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "version_number" INTEGER NOT NULL DEFAULT 1,
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'published' OR "state" = 'retired'),
  "published_at" TEXT,
  "published_by" TEXT,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'automation' CHECK ("kind" = 'automation' OR "kind" = 'approval' OR "kind" = 'intake' OR "kind" = 'routing'),
  "entity_type" TEXT NOT NULL CHECK ("entity_type" = 'ticket' OR "entity_type" = 'booking' OR "entity_type" = 'external_request' OR "entity_type" = 'lead' OR "entity_type" = 'approval' OR "entity_type" = 'conflict'),
  "trigger_kind" TEXT NOT NULL DEFAULT 'changed' CHECK ("trigger_kind" = 'created' OR "trigger_kind" = 'changed' OR "trigger_kind" = 'scheduled' OR "trigger_kind" = 'manual' OR "trigger_kind" = 'event'),
  "trigger_conditions" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("trigger_conditions")),
  "settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("settings")),
  "variant" TEXT NOT NULL DEFAULT '',
  "variant_percent" INTEGER NOT NULL DEFAULT 100,
  "loop_limit" INTEGER NOT NULL DEFAULT 5,
  "runs_offline" INTEGER NOT NULL DEFAULT 0 CHECK ("runs_offline" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "replaced_workflow_id" TEXT,
  "automation_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (version_number >= 1),
  CHECK (variant_percent between 0 and 100),
  CHECK (loop_limit between 1 and 100),
  CHECK (state = 'draft' or published_at is not null)
) STRICT;

CREATE TABLE "workflow_steps" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "workflow_id" TEXT NOT NULL REFERENCES "workflows"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'condition' OR "kind" = 'change' OR "kind" = 'assign' OR "kind" = 'notify' OR "kind" = 'approve' OR "kind" = 'wait' OR "kind" = 'request' OR "kind" = 'escalate' OR "kind" = 'score' OR "kind" = 'create' OR "kind" = 'parallel' OR "kind" = 'join'),
  "config" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("config")),
  "position" INTEGER NOT NULL,
  "next_code" TEXT NOT NULL DEFAULT '',
  "otherwise_code" TEXT NOT NULL DEFAULT '',
  "parallel_code" TEXT NOT NULL DEFAULT '',
  "on_error" TEXT NOT NULL DEFAULT 'stop' CHECK ("on_error" = 'stop' OR "on_error" = 'continue' OR "on_error" = 'retry' OR "on_error" = 'compensate'),
  "retry_limit" INTEGER NOT NULL DEFAULT 0,
  "retry_delay_seconds" INTEGER NOT NULL DEFAULT 60,
  "compensation_code" TEXT NOT NULL DEFAULT '',
  "timeout_seconds" INTEGER,
  "runs_on" TEXT NOT NULL DEFAULT 'device' CHECK ("runs_on" = 'device' OR "runs_on" = 'central'),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (retry_limit between 0 and 20),
  CHECK (retry_delay_seconds >= 0),
  CHECK (timeout_seconds is null or timeout_seconds > 0)
) STRICT;

CREATE TABLE "workflow_executions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "workflow_id" TEXT NOT NULL REFERENCES "workflows"(id) DEFERRABLE INITIALLY DEFERRED,
  "entity_type" TEXT NOT NULL CHECK ("entity_type" = 'ticket' OR "entity_type" = 'booking' OR "entity_type" = 'external_request' OR "entity_type" = 'lead' OR "entity_type" = 'approval' OR "entity_type" = 'conflict'),
  "entity_id" TEXT NOT NULL,
  "entity_version" INTEGER NOT NULL DEFAULT 0,
  "idempotency_key" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'running' OR "state" = 'waiting' OR "state" = 'succeeded' OR "state" = 'failed' OR "state" = 'cancelled' OR "state" = 'compensated'),
  "current_step_id" TEXT,
  "waiting_until" TEXT,
  "finished_at" TEXT,
  "error_code" TEXT NOT NULL DEFAULT '',
  "error_message" TEXT NOT NULL DEFAULT '',
  "queued_at" TEXT NOT NULL,
  "started_at" TEXT,
  "steps_total" INTEGER NOT NULL DEFAULT 0,
  "steps_done" INTEGER NOT NULL DEFAULT 0,
  "retry_count" INTEGER NOT NULL DEFAULT 0,
  "context" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("context")),
  "started_by" TEXT,
  "parent_execution_id" TEXT,
  "depth" INTEGER NOT NULL DEFAULT 0,
  "is_dry_run" INTEGER NOT NULL DEFAULT 0 CHECK ("is_dry_run" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (depth between 0 and 100),
  CHECK (steps_done >= 0),
  CHECK (retry_count >= 0),
  CHECK (state not in ('succeeded', 'failed', 'cancelled', 'compensated') or finished_at is not null)
) STRICT;

CREATE TABLE "workflow_step_executions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "execution_id" TEXT NOT NULL REFERENCES "workflow_executions"(id) DEFERRABLE INITIALLY DEFERRED,
  "step_id" TEXT NOT NULL,
  "step_code" TEXT NOT NULL,
  "idempotency_key" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'running' OR "state" = 'waiting' OR "state" = 'succeeded' OR "state" = 'failed' OR "state" = 'cancelled' OR "state" = 'compensated'),
  "finished_at" TEXT,
  "duration_ms" INTEGER,
  "error_code" TEXT NOT NULL DEFAULT '',
  "error_message" TEXT NOT NULL DEFAULT '',
  "attempt" INTEGER NOT NULL DEFAULT 1,
  "queued_at" TEXT NOT NULL,
  "started_at" TEXT,
  "next_attempt_at" TEXT,
  "input" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("input")),
  "output" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("output")),
  "approval_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (attempt >= 1),
  CHECK (duration_ms is null or duration_ms >= 0)
) STRICT;

CREATE TABLE "approvals" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "entity_type" TEXT NOT NULL CHECK ("entity_type" = 'booking' OR "entity_type" = 'external_request' OR "entity_type" = 'ticket' OR "entity_type" = 'kb_article_version' OR "entity_type" = 'field_mapping' OR "entity_type" = 'campaign' OR "entity_type" = 'reward_redemption' OR "entity_type" = 'gdpr_request' OR "entity_type" = 'ai_model'),
  "entity_id" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "workflow_id" TEXT,
  "execution_id" TEXT,
  "previous_approval_id" TEXT,
  "step_number" INTEGER NOT NULL DEFAULT 1,
  "requested_at" TEXT NOT NULL,
  "requested_by" TEXT,
  "request_notes" TEXT NOT NULL DEFAULT '',
  "approver_id" TEXT,
  "approver_group_id" TEXT,
  "approver_role" TEXT CHECK ("approver_role" = 'supervisor' OR "approver_role" = 'manager' OR "approver_role" = 'admin'),
  "state" TEXT NOT NULL DEFAULT 'pending' CHECK ("state" = 'pending' OR "state" = 'approved' OR "state" = 'rejected' OR "state" = 'expired' OR "state" = 'withdrawn'),
  "decided_at" TEXT,
  "decided_by" TEXT,
  "decision_notes" TEXT NOT NULL DEFAULT '',
  "auto_approved" INTEGER NOT NULL DEFAULT 0 CHECK ("auto_approved" IN (0, 1)),
  "auto_rule" TEXT NOT NULL DEFAULT '',
  "seen_version" INTEGER,
  "priority" TEXT NOT NULL DEFAULT 'normal' CHECK ("priority" = 'low' OR "priority" = 'normal' OR "priority" = 'high' OR "priority" = 'urgent'),
  "due_at" TEXT,
  "expires_at" TEXT,
  "escalation_level" INTEGER NOT NULL DEFAULT 0,
  "escalated_at" TEXT,
  "escalates_to_id" TEXT,
  "reminded_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (step_number >= 1),
  CHECK (escalation_level >= 0),
  CHECK ((state = 'pending') = (decided_at is null)),
  CHECK (not auto_approved or state = 'approved')
) STRICT;

CREATE TABLE "approval_history" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "approval_id" TEXT NOT NULL,
  "action" TEXT NOT NULL CHECK ("action" = 'requested' OR "action" = 'approved' OR "action" = 'rejected' OR "action" = 'withdrawn' OR "action" = 'expired' OR "action" = 'delegated' OR "action" = 'escalated' OR "action" = 'reminded' OR "action" = 'reopened' OR "action" = 'commented'),
  "state_before" TEXT CHECK ("state_before" = 'pending' OR "state_before" = 'approved' OR "state_before" = 'rejected' OR "state_before" = 'expired' OR "state_before" = 'withdrawn'),
  "state_after" TEXT NOT NULL CHECK ("state_after" = 'pending' OR "state_after" = 'approved' OR "state_after" = 'rejected' OR "state_after" = 'expired' OR "state_after" = 'withdrawn'),
  "acted_at" TEXT NOT NULL,
  "acted_by" TEXT,
  "acted_by_system" TEXT NOT NULL DEFAULT '',
  "delegated_to_id" TEXT,
  "seen_version" INTEGER,
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (acted_by is not null or acted_by_system <> '')
) STRICT;

CREATE TABLE "resources_next" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'equipment' OR "kind" = 'space' OR "kind" = 'person' OR "kind" = 'workshop'),
  "place" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "capacity" INTEGER NOT NULL DEFAULT 1,
  "timezone" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "external_calendar_id" TEXT NOT NULL DEFAULT '',
  "conflict_detection_enabled" INTEGER NOT NULL DEFAULT 1 CHECK ("conflict_detection_enabled" IN (0, 1)),
  "auto_approval_enabled" INTEGER NOT NULL DEFAULT 0 CHECK ("auto_approval_enabled" IN (0, 1)),
  "approval_workflow_id" TEXT,
  "booking_restrictions" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("booking_restrictions")),
  "booking_mode" TEXT NOT NULL DEFAULT 'exclusive' CHECK ("booking_mode" = 'exclusive' OR "booking_mode" = 'shared'),
  "business_calendar_id" TEXT,
  "department_id" TEXT,
  "user_id" TEXT,
  "owner_id" TEXT,
  "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
  "release_after_minutes" INTEGER,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (capacity >= 1),
  CHECK (release_after_minutes is null or release_after_minutes > 0)
) STRICT;
INSERT INTO "resources_next" ("row_no", "id", "organization_id", "name", "kind", "place", "category", "capacity", "timezone", "description", "is_active", "position", "created_at", "updated_at", "created_by", "updated_by", "row_version")
  SELECT "row_no", "id", "organization_id", "name", "kind", "place", "category", "capacity", "timezone", "description", "is_active", "position", "created_at", "updated_at", "created_by", "updated_by", 0 FROM "resources";
DROP TABLE "resources";
ALTER TABLE "resources_next" RENAME TO "resources";

CREATE TABLE "booking_series" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "title" TEXT NOT NULL,
  "notes" TEXT NOT NULL DEFAULT '',
  "party_size" INTEGER NOT NULL DEFAULT 1,
  "first_start" TEXT NOT NULL,
  "duration_minutes" INTEGER NOT NULL,
  "timezone" TEXT NOT NULL,
  "recurrence_rule" TEXT NOT NULL,
  "excluded_starts" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("excluded_starts")),
  "added_starts" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("added_starts")),
  "gap_policy" TEXT NOT NULL DEFAULT 'shift' CHECK ("gap_policy" = 'shift' OR "gap_policy" = 'skip'),
  "holiday_policy" TEXT NOT NULL DEFAULT 'book' CHECK ("holiday_policy" = 'book' OR "holiday_policy" = 'skip'),
  "expanded_until" TEXT,
  "status" TEXT NOT NULL DEFAULT 'active' CHECK ("status" = 'active' OR "status" = 'ended' OR "status" = 'cancelled'),
  "cancel_reason" TEXT NOT NULL DEFAULT '',
  "former_series_id" TEXT,
  "department_id" TEXT,
  "owner_id" TEXT,
  "requester_id" TEXT,
  "requester_name" TEXT NOT NULL DEFAULT '',
  "requester_email" TEXT NOT NULL DEFAULT '',
  "requester_phone" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (party_size >= 0),
  CHECK (duration_minutes > 0),
  CHECK (length(recurrence_rule) > 0),
  CHECK (former_series_id is null or former_series_id <> id)
) STRICT;

CREATE TABLE "bookings_next" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "resource_id" TEXT REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "start_time" TEXT NOT NULL,
  "end_time" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "start_wall" TEXT,
  "end_wall" TEXT,
  "title" TEXT NOT NULL,
  "party_size" INTEGER NOT NULL DEFAULT 1,
  "status" TEXT NOT NULL DEFAULT 'confirmed' CHECK ("status" = 'draft' OR "status" = 'held' OR "status" = 'pending' OR "status" = 'confirmed' OR "status" = 'checked_in' OR "status" = 'completed' OR "status" = 'waitlisted' OR "status" = 'rejected' OR "status" = 'cancelled' OR "status" = 'no_show' OR "status" = 'released' OR "status" = 'conflicted'),
  "source" TEXT NOT NULL DEFAULT 'holdfast' CHECK ("source" = 'holdfast' OR "source" = 'infra24' OR "source" = 'appsheet' OR "source" = 'google_forms' OR "source" = 'google_calendar' OR "source" = 'outlook' OR "source" = 'apple' OR "source" = 'api' OR "source" = 'webhook' OR "source" = 'import' OR "source" = 'phone' OR "source" = 'manual'),
  "notes" TEXT NOT NULL DEFAULT '',
  "cancel_reason" TEXT NOT NULL DEFAULT '',
  "conflict_resolution_notes" TEXT NOT NULL DEFAULT '',
  "external_ref" TEXT NOT NULL DEFAULT '',
  "import_id" TEXT,
  "number" TEXT NOT NULL DEFAULT '',
  "provisional_number" TEXT NOT NULL DEFAULT '',
  "external_calendar_event_id" TEXT NOT NULL DEFAULT '',
  "auto_approved" INTEGER NOT NULL DEFAULT 0 CHECK ("auto_approved" IN (0, 1)),
  "approved_at" TEXT,
  "approved_by" TEXT,
  "approval_workflow_id" TEXT,
  "hold_expires_at" TEXT,
  "checked_in_at" TEXT,
  "checked_in_by" TEXT,
  "checked_out_at" TEXT,
  "cancelled_at" TEXT,
  "cancelled_by" TEXT,
  "series_id" TEXT,
  "occurrence_wall" TEXT,
  "is_exception" INTEGER NOT NULL DEFAULT 0 CHECK ("is_exception" IN (0, 1)),
  "bundle_id" TEXT,
  "department_id" TEXT,
  "owner_id" TEXT,
  "requester_id" TEXT,
  "requester_name" TEXT NOT NULL DEFAULT '',
  "requester_email" TEXT NOT NULL DEFAULT '',
  "requester_phone" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (end_time > start_time),
  CHECK (party_size >= 0),
  CHECK (resource_id is not null or status in ('draft', 'waitlisted', 'rejected', 'cancelled', 'no_show')),
  CHECK (checked_out_at is null or checked_in_at is not null),
  CHECK ((series_id is null) = (occurrence_wall is null))
) STRICT;
INSERT INTO "bookings_next" ("row_no", "id", "organization_id", "resource_id", "start_time", "end_time", "timezone", "title", "party_size", "status", "source", "notes", "cancel_reason", "conflict_resolution_notes", "external_ref", "import_id", "created_at", "updated_at", "created_by", "updated_by", "row_version")
  SELECT "row_no", "id", "organization_id", "resource_id", "start_time", "end_time", "timezone", "title", "party_size", "status", "source", "notes", "cancel_reason", "conflict_resolution_notes", "external_ref", "import_id", "created_at", "updated_at", "created_by", "updated_by", 0 FROM "bookings";
DROP TABLE "bookings";
ALTER TABLE "bookings_next" RENAME TO "bookings";

CREATE TABLE "booking_attendees" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "booking_id" TEXT NOT NULL REFERENCES "bookings"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT,
  "display_name" TEXT NOT NULL DEFAULT '',
  "email" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'required' CHECK ("kind" = 'organizer' OR "kind" = 'required' OR "kind" = 'optional'),
  "response" TEXT NOT NULL DEFAULT 'waiting' CHECK ("response" = 'waiting' OR "response" = 'accepted' OR "response" = 'tentative' OR "response" = 'declined'),
  "responded_at" TEXT,
  "seats" INTEGER NOT NULL DEFAULT 1,
  "checked_in_at" TEXT,
  "checked_out_at" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (seats >= 1),
  CHECK (checked_out_at is null or checked_in_at is not null),
  CHECK (user_id is not null or length(display_name) > 0 or length(email) > 0)
) STRICT;

CREATE TABLE "workshops" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "content" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "locale" TEXT NOT NULL DEFAULT '',
  "duration_minutes" INTEGER NOT NULL DEFAULT 60,
  "min_seats" INTEGER NOT NULL DEFAULT 1,
  "max_seats" INTEGER NOT NULL DEFAULT 10,
  "price" INTEGER NOT NULL DEFAULT 0,
  "currency" TEXT NOT NULL DEFAULT 'USD',
  "resource_id" TEXT REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "instructor_id" TEXT,
  "cover_file_id" TEXT,
  "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
  "metadata" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("metadata")),
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'published' OR "status" = 'archived'),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (duration_minutes > 0),
  CHECK (min_seats >= 1 and max_seats >= min_seats),
  CHECK (price >= 0),
  CHECK (length(currency) = 3),
  CHECK (length(code) > 0)
) STRICT;

CREATE TABLE "workshop_sessions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "workshop_id" TEXT NOT NULL REFERENCES "workshops"(id) DEFERRABLE INITIALLY DEFERRED,
  "start_time" TEXT NOT NULL,
  "end_time" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "resource_id" TEXT REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "booking_id" TEXT,
  "instructor_id" TEXT,
  "seats" INTEGER NOT NULL DEFAULT 10,
  "enrollment_opens_at" TEXT,
  "enrollment_closes_at" TEXT,
  "meeting_url" TEXT NOT NULL DEFAULT '',
  "notes" TEXT NOT NULL DEFAULT '',
  "status" TEXT NOT NULL DEFAULT 'scheduled' CHECK ("status" = 'scheduled' OR "status" = 'running' OR "status" = 'completed' OR "status" = 'cancelled'),
  "cancel_reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (end_time > start_time),
  CHECK (seats >= 1),
  CHECK (enrollment_opens_at is null or enrollment_closes_at is null or enrollment_closes_at > enrollment_opens_at)
) STRICT;

CREATE TABLE "workshop_enrollments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "session_id" TEXT NOT NULL REFERENCES "workshop_sessions"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT,
  "display_name" TEXT NOT NULL,
  "email" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "seats" INTEGER NOT NULL DEFAULT 1,
  "status" TEXT NOT NULL DEFAULT 'enrolled' CHECK ("status" = 'enrolled' OR "status" = 'waitlisted' OR "status" = 'attended' OR "status" = 'absent' OR "status" = 'cancelled'),
  "enrolled_at" TEXT NOT NULL,
  "attended_at" TEXT,
  "cancelled_at" TEXT,
  "cancel_reason" TEXT NOT NULL DEFAULT '',
  "is_paid" INTEGER NOT NULL DEFAULT 0 CHECK ("is_paid" IN (0, 1)),
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (seats >= 1),
  CHECK (status <> 'attended' or attended_at is not null)
) STRICT;

CREATE TABLE "waitlist_entries" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "resource_id" TEXT REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "category" TEXT NOT NULL DEFAULT '',
  "workshop_session_id" TEXT REFERENCES "workshop_sessions"(id) DEFERRABLE INITIALLY DEFERRED,
  "start_time" TEXT NOT NULL,
  "end_time" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "flexible_minutes" INTEGER NOT NULL DEFAULT 0,
  "party_size" INTEGER NOT NULL DEFAULT 1,
  "requester_id" TEXT,
  "requester_name" TEXT NOT NULL DEFAULT '',
  "requester_email" TEXT NOT NULL DEFAULT '',
  "requester_phone" TEXT NOT NULL DEFAULT '',
  "notes" TEXT NOT NULL DEFAULT '',
  "entered_at" TEXT NOT NULL,
  "priority" INTEGER NOT NULL DEFAULT 0,
  "status" TEXT NOT NULL DEFAULT 'waiting' CHECK ("status" = 'waiting' OR "status" = 'offered' OR "status" = 'fulfilled' OR "status" = 'declined' OR "status" = 'expired' OR "status" = 'withdrawn'),
  "offered_at" TEXT,
  "offer_expires_at" TEXT,
  "booking_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (end_time > start_time),
  CHECK (party_size >= 1),
  CHECK (flexible_minutes >= 0),
  CHECK (resource_id is not null or workshop_session_id is not null or length(category) > 0),
  CHECK (status <> 'offered' or offered_at is not null),
  CHECK (offer_expires_at is null or offer_expires_at > offered_at)
) STRICT;

CREATE TABLE "calendar_integrations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "provider" TEXT NOT NULL CHECK ("provider" = 'google' OR "provider" = 'outlook' OR "provider" = 'apple'),
  "external_calendar_id" TEXT NOT NULL,
  "calendar_name" TEXT NOT NULL,
  "access_token_secret_id" TEXT,
  "refresh_token_secret_id" TEXT,
  "token_expires_at" TEXT,
  "account_email" TEXT NOT NULL DEFAULT '',
  "webhook_url" TEXT NOT NULL DEFAULT '',
  "webhook_secret_id" TEXT,
  "webhook_expires_at" TEXT,
  "sync_enabled" INTEGER NOT NULL DEFAULT 1 CHECK ("sync_enabled" IN (0, 1)),
  "direction" TEXT NOT NULL DEFAULT 'both' CHECK ("direction" = 'read' OR "direction" = 'write' OR "direction" = 'both'),
  "poll_minutes" INTEGER NOT NULL DEFAULT 5,
  "timezone" TEXT NOT NULL DEFAULT 'UTC',
  "sync_cursor" TEXT NOT NULL DEFAULT '',
  "last_sync_at" TEXT,
  "sync_status" TEXT NOT NULL DEFAULT 'pending' CHECK ("sync_status" = 'pending' OR "sync_status" = 'syncing' OR "sync_status" = 'success' OR "sync_status" = 'error'),
  "error_message" TEXT NOT NULL DEFAULT '',
  "failed_attempts" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (length(external_calendar_id) > 0),
  CHECK (poll_minutes >= 1),
  CHECK (failed_attempts >= 0)
) STRICT;

CREATE TABLE "calendar_events" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "calendar_integration_id" TEXT NOT NULL REFERENCES "calendar_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "external_event_id" TEXT NOT NULL,
  "recurrence_id" TEXT NOT NULL DEFAULT '',
  "title" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "start_time" TEXT NOT NULL,
  "end_time" TEXT NOT NULL,
  "timezone" TEXT NOT NULL DEFAULT 'UTC',
  "location" TEXT NOT NULL DEFAULT '',
  "attendees" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("attendees")),
  "organizer_email" TEXT NOT NULL DEFAULT '',
  "event_type" TEXT NOT NULL DEFAULT 'meeting' CHECK ("event_type" = 'meeting' OR "event_type" = 'workshop' OR "event_type" = 'event' OR "event_type" = 'block'),
  "is_all_day" INTEGER NOT NULL DEFAULT 0 CHECK ("is_all_day" IN (0, 1)),
  "is_busy" INTEGER NOT NULL DEFAULT 1 CHECK ("is_busy" IN (0, 1)),
  "recurrence_rule" TEXT NOT NULL DEFAULT '',
  "status" TEXT NOT NULL DEFAULT 'confirmed' CHECK ("status" = 'confirmed' OR "status" = 'tentative' OR "status" = 'cancelled'),
  "etag" TEXT NOT NULL DEFAULT '',
  "external_updated_at" TEXT,
  "resource_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (end_time >= start_time),
  CHECK (length(external_event_id) > 0)
) STRICT;

CREATE TABLE "booking_external_refs" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "booking_id" TEXT NOT NULL REFERENCES "bookings"(id) DEFERRABLE INITIALLY DEFERRED,
  "calendar_integration_id" TEXT NOT NULL REFERENCES "calendar_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "external_event_id" TEXT NOT NULL,
  "recurrence_id" TEXT NOT NULL DEFAULT '',
  "state" TEXT NOT NULL DEFAULT 'waiting' CHECK ("state" = 'waiting' OR "state" = 'linked' OR "state" = 'moved_outside' OR "state" = 'deleted_outside' OR "state" = 'unlinked'),
  "etag" TEXT NOT NULL DEFAULT '',
  "sent_version" INTEGER NOT NULL DEFAULT 0,
  "sent_at" TEXT,
  "last_seen_at" TEXT,
  "error_message" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (length(external_event_id) > 0),
  CHECK (sent_version >= 0)
) STRICT;

CREATE TABLE "external_requests" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "source" TEXT NOT NULL CHECK ("source" = 'holdfast' OR "source" = 'infra24' OR "source" = 'appsheet' OR "source" = 'google_forms' OR "source" = 'google_calendar' OR "source" = 'outlook' OR "source" = 'apple' OR "source" = 'api' OR "source" = 'webhook' OR "source" = 'import' OR "source" = 'phone' OR "source" = 'manual'),
  "external_id" TEXT NOT NULL,
  "request_type" TEXT NOT NULL CHECK ("request_type" = 'booking' OR "request_type" = 'inquiry' OR "request_type" = 'complaint' OR "request_type" = 'suggestion'),
  "request_data" TEXT NOT NULL CHECK (json_valid("request_data")),
  "status" TEXT NOT NULL DEFAULT 'pending' CHECK ("status" = 'pending' OR "status" = 'processing' OR "status" = 'approved' OR "status" = 'rejected' OR "status" = 'cancelled'),
  "priority" TEXT NOT NULL DEFAULT 'normal' CHECK ("priority" = 'low' OR "priority" = 'normal' OR "priority" = 'high' OR "priority" = 'urgent'),
  "assigned_to" TEXT,
  "assigned_group_id" TEXT,
  "processed_at" TEXT,
  "processed_by" TEXT,
  "processing_notes" TEXT NOT NULL DEFAULT '',
  "summary" TEXT NOT NULL DEFAULT '',
  "requester_id" TEXT,
  "requester_name" TEXT NOT NULL DEFAULT '',
  "requester_email" TEXT NOT NULL DEFAULT '',
  "requester_phone" TEXT NOT NULL DEFAULT '',
  "locale" TEXT NOT NULL DEFAULT '',
  "received_at" TEXT NOT NULL,
  "due_at" TEXT,
  "validation_errors" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("validation_errors")),
  "workflow_execution_id" TEXT,
  "department_id" TEXT,
  "booking_id" TEXT,
  "ticket_id" TEXT,
  "lead_id" TEXT,
  "duplicate_of_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (length(external_id) > 0),
  CHECK (status not in ('approved', 'rejected') or processed_at is not null),
  CHECK (booking_id is null or (ticket_id is null and lead_id is null)),
  CHECK (ticket_id is null or lead_id is null),
  CHECK (duplicate_of_id is null or duplicate_of_id <> id)
) STRICT;

CREATE TABLE "request_attachments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "request_id" TEXT NOT NULL REFERENCES "external_requests"(id) DEFERRABLE INITIALLY DEFERRED,
  "file_name" TEXT NOT NULL,
  "file_type" TEXT NOT NULL,
  "file_size" INTEGER NOT NULL,
  "file_url" TEXT NOT NULL DEFAULT '',
  "file_id" TEXT REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "position" INTEGER NOT NULL DEFAULT 0,
  "uploaded_at" TEXT NOT NULL,
  "uploaded_by" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (file_size >= 0),
  CHECK (file_id is not null or length(file_url) > 0)
) STRICT;

CREATE TABLE "conflict_logs_next" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "conflict_type" TEXT NOT NULL CHECK ("conflict_type" = 'double_booking' OR "conflict_type" = 'concurrent_edit' OR "conflict_type" = 'deleted_vs_edited' OR "conflict_type" = 'timezone_mismatch' OR "conflict_type" = 'resource_unavailable' OR "conflict_type" = 'capacity_exceeded' OR "conflict_type" = 'uniqueness' OR "conflict_type" = 'schema_mismatch' OR "conflict_type" = 'external_calendar_overlap' OR "conflict_type" = 'permission_revoked_offline'),
  "severity" TEXT NOT NULL DEFAULT 'medium' CHECK ("severity" = 'low' OR "severity" = 'medium' OR "severity" = 'high' OR "severity" = 'critical'),
  "resource_id" TEXT,
  "table_name" TEXT NOT NULL,
  "row_id" TEXT NOT NULL,
  "other_row_id" TEXT,
  "op_id" TEXT NOT NULL,
  "assigned_to" TEXT,
  "conflict_data" TEXT NOT NULL CHECK (json_valid("conflict_data")),
  "status" TEXT NOT NULL DEFAULT 'open' CHECK ("status" = 'open' OR "status" = 'investigating' OR "status" = 'resolved' OR "status" = 'ignored'),
  "resolution" TEXT NOT NULL DEFAULT '',
  "resolved_at" TEXT,
  "resolved_by" TEXT,
  "resolution_notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "conflict_logs_next" ("row_no", "id", "organization_id", "conflict_type", "severity", "resource_id", "table_name", "row_id", "other_row_id", "op_id", "conflict_data", "status", "resolution", "resolved_at", "resolved_by", "resolution_notes", "created_at", "updated_at", "created_by", "updated_by", "row_version")
  SELECT "row_no", "id", "organization_id", "conflict_type", "severity", "resource_id", "table_name", "row_id", "other_row_id", "op_id", "conflict_data", "status", "resolution", "resolved_at", "resolved_by", "resolution_notes", "created_at", "updated_at", "created_by", "updated_by", 0 FROM "conflict_logs";
DROP TABLE "conflict_logs";
ALTER TABLE "conflict_logs_next" RENAME TO "conflict_logs";

CREATE TABLE "priorities" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "level" INTEGER NOT NULL,
  "maps_to" TEXT NOT NULL CHECK ("maps_to" = 'low' OR "maps_to" = 'normal' OR "maps_to" = 'high' OR "maps_to" = 'urgent'),
  "color" TEXT NOT NULL DEFAULT '',
  "impact_urgency" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("impact_urgency")),
  "escalates_to_id" TEXT,
  "escalates_after_minutes" INTEGER,
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (level >= 1),
  CHECK (not is_default or is_active),
  CHECK ((escalates_to_id is null) = (escalates_after_minutes is null)),
  CHECK (escalates_after_minutes is null or escalates_after_minutes > 0)
) STRICT;

CREATE TABLE "categories" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "parent_id" TEXT,
  "name" TEXT NOT NULL,
  "code" TEXT NOT NULL DEFAULT '',
  "description" TEXT NOT NULL DEFAULT '',
  "color" TEXT NOT NULL DEFAULT '',
  "icon" TEXT NOT NULL DEFAULT '',
  "custom_fields" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("custom_fields")),
  "default_priority_id" TEXT REFERENCES "priorities"(id) DEFERRABLE INITIALLY DEFERRED,
  "default_group_id" TEXT,
  "default_department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "sla_policy_id" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "parent_key" TEXT GENERATED ALWAYS AS (coalesce(cast(parent_id as text), '')) VIRTUAL,
  CHECK (parent_id is null or parent_id <> id)
) STRICT;

CREATE TABLE "ticket_templates" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "category_id" TEXT REFERENCES "categories"(id) DEFERRABLE INITIALLY DEFERRED,
  "priority_id" TEXT REFERENCES "priorities"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL DEFAULT 'incident' CHECK ("kind" = 'incident' OR "kind" = 'request' OR "kind" = 'question' OR "kind" = 'problem' OR "kind" = 'change' OR "kind" = 'task'),
  "subject" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "fields" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("fields")),
  "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
  "assignment_group_id" TEXT,
  "locale" TEXT NOT NULL DEFAULT '',
  "usage_count" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "macros" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "visibility" TEXT NOT NULL DEFAULT 'shared' CHECK ("visibility" = 'personal' OR "visibility" = 'department' OR "visibility" = 'shared'),
  "owner_id" TEXT,
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "actions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("actions")),
  "reply_kind" TEXT NOT NULL DEFAULT 'none' CHECK ("reply_kind" = 'none' OR "reply_kind" = 'public' OR "reply_kind" = 'internal'),
  "reply_body" TEXT NOT NULL DEFAULT '',
  "locale" TEXT NOT NULL DEFAULT '',
  "shortcut" TEXT NOT NULL DEFAULT '',
  "usage_count" INTEGER NOT NULL DEFAULT 0,
  "last_used_at" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "owner_key" TEXT GENERATED ALWAYS AS (case visibility when 'personal' then 'user:' || cast(owner_id as text) when 'department' then 'department:' || cast(department_id as text) else 'shared' end) VIRTUAL,
  CHECK ((visibility = 'personal') = (owner_id is not null)),
  CHECK ((visibility = 'department') = (department_id is not null))
) STRICT;

CREATE TABLE "tickets" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "number" TEXT NOT NULL DEFAULT '',
  "provisional_number" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'incident' CHECK ("kind" = 'incident' OR "kind" = 'request' OR "kind" = 'question' OR "kind" = 'problem' OR "kind" = 'change' OR "kind" = 'task'),
  "subject" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "resolved_at" TEXT,
  "resolved_by_id" TEXT,
  "resolved_by_name" TEXT NOT NULL DEFAULT '',
  "resolution_code" TEXT NOT NULL DEFAULT '',
  "closed_at" TEXT,
  "resolution_notes" TEXT NOT NULL DEFAULT '',
  "impact" TEXT NOT NULL DEFAULT 'medium' CHECK ("impact" = 'low' OR "impact" = 'medium' OR "impact" = 'high'),
  "urgency" TEXT NOT NULL DEFAULT 'medium' CHECK ("urgency" = 'low' OR "urgency" = 'medium' OR "urgency" = 'high'),
  "priority_id" TEXT NOT NULL REFERENCES "priorities"(id) DEFERRABLE INITIALLY DEFERRED,
  "priority_confirmed" INTEGER NOT NULL DEFAULT 0 CHECK ("priority_confirmed" IN (0, 1)),
  "category_id" TEXT REFERENCES "categories"(id) DEFERRABLE INITIALLY DEFERRED,
  "assignment_group_id" TEXT,
  "assignee_id" TEXT,
  "assignee_name" TEXT NOT NULL DEFAULT '',
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "requester_id" TEXT,
  "requester_name" TEXT NOT NULL DEFAULT '',
  "requester_email" TEXT NOT NULL DEFAULT '',
  "requester_phone" TEXT NOT NULL DEFAULT '',
  "opened_at" TEXT NOT NULL,
  "opened_by_id" TEXT,
  "opened_by_name" TEXT NOT NULL DEFAULT '',
  "recorded_at" TEXT,
  "recorded_by_name" TEXT NOT NULL DEFAULT '',
  "first_response_at" TEXT,
  "last_activity_at" TEXT,
  "next_due_at" TEXT,
  "snoozed_until" TEXT,
  "reopened_count" INTEGER NOT NULL DEFAULT 0,
  "reassignment_count" INTEGER NOT NULL DEFAULT 0,
  "time_spent_minutes" INTEGER NOT NULL DEFAULT 0,
  "made_sla" INTEGER CHECK ("made_sla" IN (0, 1)),
  "channel" TEXT NOT NULL DEFAULT 'phone' CHECK ("channel" = 'phone' OR "channel" = 'email' OR "channel" = 'form' OR "channel" = 'chat' OR "channel" = 'whatsapp' OR "channel" = 'sms' OR "channel" = 'in_person' OR "channel" = 'monitoring' OR "channel" = 'api' OR "channel" = 'webhook'),
  "notify_requester" INTEGER NOT NULL DEFAULT 1 CHECK ("notify_requester" IN (0, 1)),
  "location" TEXT NOT NULL DEFAULT '',
  "symptom" TEXT NOT NULL DEFAULT '',
  "configuration_item" TEXT NOT NULL DEFAULT '',
  "resource_id" TEXT,
  "booking_id" TEXT,
  "parent_id" TEXT,
  "merged_into_id" TEXT,
  "template_id" TEXT,
  "problem_ref" TEXT NOT NULL DEFAULT '',
  "change_ref" TEXT NOT NULL DEFAULT '',
  "caused_by_ref" TEXT NOT NULL DEFAULT '',
  "vendor" TEXT NOT NULL DEFAULT '',
  "knowledge_used" INTEGER CHECK ("knowledge_used" IN (0, 1)),
  "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
  "custom_fields" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("custom_fields")),
  "locale" TEXT NOT NULL DEFAULT '',
  "external_ref" TEXT NOT NULL DEFAULT '',
  "import_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "number_key" TEXT GENERATED ALWAYS AS (case when number <> '' then number else cast(id as text) end) VIRTUAL,
  CHECK (parent_id is null or parent_id <> id),
  CHECK (merged_into_id is null or merged_into_id <> id),
  CHECK (reopened_count >= 0),
  CHECK (reassignment_count >= 0),
  CHECK (time_spent_minutes >= 0)
) STRICT;

CREATE TABLE "ticket_links" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "linked_ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL DEFAULT 'related' CHECK ("kind" = 'related' OR "kind" = 'duplicate_of' OR "kind" = 'merged_into' OR "kind" = 'split_from' OR "kind" = 'child_of' OR "kind" = 'blocked_by' OR "kind" = 'caused_by'),
  "note" TEXT NOT NULL DEFAULT '',
  "moved" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("moved")),
  "linked_at" TEXT NOT NULL,
  "linked_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (ticket_id <> linked_ticket_id)
) STRICT;

CREATE TABLE "ticket_watchers" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT,
  "email" TEXT NOT NULL DEFAULT '',
  "name" TEXT NOT NULL DEFAULT '',
  "hears" TEXT NOT NULL DEFAULT 'public' CHECK ("hears" = 'public' OR "hears" = 'everything'),
  "since" TEXT NOT NULL,
  "added_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "watcher_key" TEXT GENERATED ALWAYS AS (case when user_id is not null then 'user:' || cast(user_id as text) else 'email:' || email end) VIRTUAL,
  CHECK (user_id is not null or email <> '')
) STRICT;

CREATE TABLE "comments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL DEFAULT 'internal' CHECK ("kind" = 'public' OR "kind" = 'internal' OR "kind" = 'event'),
  "state" TEXT NOT NULL DEFAULT 'written' CHECK ("state" = 'draft' OR "state" = 'scheduled' OR "state" = 'written'),
  "scheduled_for" TEXT,
  "written_at" TEXT NOT NULL,
  "edited_at" TEXT,
  "author_id" TEXT,
  "author_name" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "body_format" TEXT NOT NULL DEFAULT 'plain' CHECK ("body_format" = 'plain' OR "body_format" = 'markdown' OR "body_format" = 'html'),
  "changes" TEXT CHECK (json_valid("changes")),
  "event_code" TEXT NOT NULL DEFAULT '',
  "sequence" INTEGER NOT NULL DEFAULT 0,
  "reply_to_id" TEXT,
  "message_id" TEXT,
  "mentions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("mentions")),
  "time_spent_minutes" INTEGER NOT NULL DEFAULT 0,
  "is_pinned" INTEGER NOT NULL DEFAULT 0 CHECK ("is_pinned" IN (0, 1)),
  "external_ref" TEXT NOT NULL DEFAULT '',
  "import_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (kind <> 'event' or state = 'written'),
  CHECK (state <> 'scheduled' or scheduled_for is not null),
  CHECK (changes is null or kind = 'event'),
  CHECK (time_spent_minutes >= 0)
) STRICT;

CREATE TABLE "attachments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "comment_id" TEXT REFERENCES "comments"(id) DEFERRABLE INITIALLY DEFERRED,
  "file_id" TEXT NOT NULL REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "file_name" TEXT NOT NULL,
  "file_type" TEXT NOT NULL,
  "file_size" INTEGER NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "visibility" TEXT NOT NULL DEFAULT 'internal' CHECK ("visibility" = 'public' OR "visibility" = 'internal'),
  "uploaded_at" TEXT NOT NULL,
  "uploaded_by" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (file_size >= 0)
) STRICT;

CREATE TABLE "sla_policies" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "version_number" INTEGER NOT NULL DEFAULT 1,
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'active' OR "state" = 'retired'),
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "priority_id" TEXT REFERENCES "priorities"(id) DEFERRABLE INITIALLY DEFERRED,
  "category_id" TEXT REFERENCES "categories"(id) DEFERRABLE INITIALLY DEFERRED,
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "conditions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("conditions")),
  "calendar_id" TEXT REFERENCES "business_calendars"(id) DEFERRABLE INITIALLY DEFERRED,
  "first_response_minutes" INTEGER,
  "next_response_minutes" INTEGER,
  "resolution_minutes" INTEGER,
  "pausing_kinds" TEXT NOT NULL DEFAULT '["pending_customer", "on_hold"]' CHECK (json_valid("pausing_kinds")),
  "warn_at_percent" INTEGER NOT NULL DEFAULT 80,
  "tiers" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tiers")),
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "effective_from" TEXT,
  "effective_to" TEXT,
  "replaced_policy_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (version_number >= 1),
  CHECK (first_response_minutes is null or first_response_minutes > 0),
  CHECK (next_response_minutes is null or next_response_minutes > 0),
  CHECK (resolution_minutes is null or resolution_minutes > 0),
  CHECK (warn_at_percent between 1 and 100),
  CHECK (not is_default or state = 'active'),
  CHECK (effective_to is null or effective_from is null or effective_to > effective_from)
) STRICT;

CREATE TABLE "sla_tracking" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "clock" TEXT NOT NULL CHECK ("clock" = 'first_response' OR "clock" = 'next_response' OR "clock" = 'resolution'),
  "run_number" INTEGER NOT NULL DEFAULT 1,
  "policy_id" TEXT,
  "policy_version" INTEGER,
  "calendar_id" TEXT,
  "target_minutes" INTEGER,
  "state" TEXT NOT NULL DEFAULT 'running' CHECK ("state" = 'running' OR "state" = 'paused' OR "state" = 'met' OR "state" = 'breached' OR "state" = 'cancelled'),
  "started_at" TEXT NOT NULL,
  "warn_at" TEXT,
  "due_at" TEXT,
  "paused_at" TEXT,
  "pause_reason" TEXT NOT NULL DEFAULT '',
  "paused_minutes" INTEGER NOT NULL DEFAULT 0,
  "elapsed_minutes" INTEGER,
  "breached_at" TEXT,
  "stopped_at" TEXT,
  "warned_at" TEXT,
  "outcome_source" TEXT NOT NULL DEFAULT 'computed' CHECK ("outcome_source" = 'computed' OR "outcome_source" = 'recorded'),
  "explanation" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("explanation")),
  "import_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (run_number >= 1),
  CHECK (target_minutes is null or target_minutes > 0),
  CHECK (paused_minutes >= 0),
  CHECK (state <> 'paused' or paused_at is not null),
  CHECK (state <> 'breached' or breached_at is not null or outcome_source = 'recorded')
) STRICT;

CREATE TABLE "escalations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL REFERENCES "tickets"(id) DEFERRABLE INITIALLY DEFERRED,
  "tracking_id" TEXT,
  "policy_id" TEXT,
  "step_key" TEXT NOT NULL,
  "level" INTEGER NOT NULL DEFAULT 1,
  "kind" TEXT NOT NULL DEFAULT 'automatic' CHECK ("kind" = 'automatic' OR "kind" = 'manual'),
  "cause" TEXT NOT NULL CHECK ("cause" = 'warning' OR "cause" = 'breach' OR "cause" = 'no_reply' OR "cause" = 'request'),
  "reason" TEXT NOT NULL DEFAULT '',
  "escalated_from_id" TEXT,
  "escalated_to_id" TEXT,
  "escalated_to_group_id" TEXT,
  "priority_before_id" TEXT,
  "priority_after_id" TEXT,
  "triggered_at" TEXT NOT NULL,
  "triggered_by" TEXT,
  "state" TEXT NOT NULL DEFAULT 'open' CHECK ("state" = 'open' OR "state" = 'acknowledged' OR "state" = 'resolved' OR "state" = 'overridden' OR "state" = 'cancelled'),
  "settled_at" TEXT,
  "settled_by" TEXT,
  "override_reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (level >= 1),
  CHECK (state = 'open' or settled_at is not null)
) STRICT;

CREATE TABLE "kb_categories" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "parent_id" TEXT,
  "name" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "icon" TEXT NOT NULL DEFAULT '',
  "color" TEXT NOT NULL DEFAULT '',
  "visibility" TEXT NOT NULL DEFAULT 'internal' CHECK ("visibility" = 'internal' OR "visibility" = 'public'),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (parent_id is null or parent_id <> id)
) STRICT;

CREATE TABLE "kb_articles" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "category_id" TEXT NOT NULL REFERENCES "kb_categories"(id) DEFERRABLE INITIALLY DEFERRED,
  "slug" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "summary" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "body_format" TEXT NOT NULL DEFAULT 'markdown' CHECK ("body_format" = 'markdown' OR "body_format" = 'html' OR "body_format" = 'plain'),
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'in_review' OR "state" = 'published' OR "state" = 'archived'),
  "published_version_id" TEXT,
  "published_at" TEXT,
  "published_by" TEXT,
  "visibility" TEXT NOT NULL DEFAULT 'internal' CHECK ("visibility" = 'internal' OR "visibility" = 'public'),
  "locale" TEXT NOT NULL DEFAULT '',
  "author_id" TEXT,
  "owner_id" TEXT,
  "keywords" TEXT NOT NULL DEFAULT '',
  "review_due" TEXT,
  "ticket_id" TEXT,
  "view_count" INTEGER NOT NULL DEFAULT 0,
  "helpful_count" INTEGER NOT NULL DEFAULT 0,
  "not_helpful_count" INTEGER NOT NULL DEFAULT 0,
  "used_count" INTEGER NOT NULL DEFAULT 0,
  "is_featured" INTEGER NOT NULL DEFAULT 0 CHECK ("is_featured" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (view_count >= 0),
  CHECK (helpful_count >= 0),
  CHECK (not_helpful_count >= 0),
  CHECK (used_count >= 0),
  CHECK (state <> 'published' or published_version_id is not null)
) STRICT;

CREATE TABLE "kb_article_versions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "article_id" TEXT NOT NULL REFERENCES "kb_articles"(id) DEFERRABLE INITIALLY DEFERRED,
  "version_number" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "summary" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "body_format" TEXT NOT NULL DEFAULT 'markdown' CHECK ("body_format" = 'markdown' OR "body_format" = 'html' OR "body_format" = 'plain'),
  "change_note" TEXT NOT NULL DEFAULT '',
  "author_id" TEXT,
  "written_at" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'in_review' OR "state" = 'approved' OR "state" = 'published' OR "state" = 'rejected' OR "state" = 'superseded'),
  "submitted_at" TEXT,
  "reviewed_at" TEXT,
  "reviewed_by" TEXT,
  "published_at" TEXT,
  "review_notes" TEXT NOT NULL DEFAULT '',
  "approval_id" TEXT,
  "restored_from_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (version_number >= 1)
) STRICT;

CREATE TABLE "kb_tags" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "color" TEXT NOT NULL DEFAULT '',
  "synonyms" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("synonyms")),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "kb_article_tags" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "article_id" TEXT NOT NULL REFERENCES "kb_articles"(id) DEFERRABLE INITIALLY DEFERRED,
  "tag_id" TEXT NOT NULL REFERENCES "kb_tags"(id) DEFERRABLE INITIALLY DEFERRED,
  "tagged_at" TEXT NOT NULL,
  "tagged_by" TEXT,
  "is_current" INTEGER NOT NULL DEFAULT 1 CHECK ("is_current" IN (0, 1)),
  "untagged_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (is_current or untagged_at is not null)
) STRICT;

CREATE TABLE "kb_article_feedback" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "article_id" TEXT NOT NULL REFERENCES "kb_articles"(id) DEFERRABLE INITIALLY DEFERRED,
  "version_id" TEXT,
  "user_id" TEXT,
  "ticket_id" TEXT,
  "is_helpful" INTEGER NOT NULL CHECK ("is_helpful" IN (0, 1)),
  "rating" INTEGER,
  "reason" TEXT CHECK ("reason" = 'outdated' OR "reason" = 'incomplete' OR "reason" = 'unclear' OR "reason" = 'wrong' OR "reason" = 'not_found' OR "reason" = 'other'),
  "comment" TEXT NOT NULL DEFAULT '',
  "search_text" TEXT NOT NULL DEFAULT '',
  "given_at" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'open' CHECK ("state" = 'open' OR "state" = 'planned' OR "state" = 'done' OR "state" = 'dismissed'),
  "handled_at" TEXT,
  "handled_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (rating is null or rating between 1 and 5)
) STRICT;

CREATE TABLE "kb_article_attachments" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "article_id" TEXT NOT NULL REFERENCES "kb_articles"(id) DEFERRABLE INITIALLY DEFERRED,
  "version_id" TEXT,
  "file_id" TEXT NOT NULL REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "file_name" TEXT NOT NULL,
  "file_type" TEXT NOT NULL,
  "file_size" INTEGER NOT NULL,
  "alt_text" TEXT NOT NULL DEFAULT '',
  "caption" TEXT NOT NULL DEFAULT '',
  "transcript" TEXT NOT NULL DEFAULT '',
  "is_inline" INTEGER NOT NULL DEFAULT 0 CHECK ("is_inline" IN (0, 1)),
  "uploaded_at" TEXT NOT NULL,
  "uploaded_by" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (file_size >= 0)
) STRICT;

CREATE TABLE "surveys" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'custom' CHECK ("kind" = 'csat' OR "kind" = 'nps' OR "kind" = 'effort' OR "kind" = 'custom'),
  "questions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("questions")),
  "version" INTEGER NOT NULL DEFAULT 1,
  "locale" TEXT NOT NULL DEFAULT '',
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'active' OR "status" = 'closed' OR "status" = 'archived'),
  "opens_at" TEXT,
  "closes_at" TEXT,
  "trigger_event" TEXT NOT NULL DEFAULT 'manual' CHECK ("trigger_event" = 'manual' OR "trigger_event" = 'ticket_closed' OR "trigger_event" = 'booking_completed' OR "trigger_event" = 'workshop_attended'),
  "audience" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("audience")),
  "channel" TEXT NOT NULL DEFAULT 'link' CHECK ("channel" = 'link' OR "channel" = 'email' OR "channel" = 'sms' OR "channel" = 'whatsapp' OR "channel" = 'kiosk'),
  "is_anonymous" INTEGER NOT NULL DEFAULT 0 CHECK ("is_anonymous" IN (0, 1)),
  "thanks" TEXT NOT NULL DEFAULT '',
  "owner_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (version >= 1),
  CHECK (opens_at is null or closes_at is null or closes_at > opens_at)
) STRICT;

CREATE TABLE "survey_responses" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "survey_id" TEXT NOT NULL REFERENCES "surveys"(id) DEFERRABLE INITIALLY DEFERRED,
  "survey_version" INTEGER NOT NULL DEFAULT 1,
  "respondent_id" TEXT,
  "respondent_name" TEXT NOT NULL DEFAULT '',
  "respondent_email" TEXT NOT NULL DEFAULT '',
  "answers" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("answers")),
  "score" INTEGER,
  "comment" TEXT NOT NULL DEFAULT '',
  "status" TEXT NOT NULL DEFAULT 'complete' CHECK ("status" = 'partial' OR "status" = 'complete'),
  "channel" TEXT NOT NULL DEFAULT 'link' CHECK ("channel" = 'link' OR "channel" = 'email' OR "channel" = 'sms' OR "channel" = 'whatsapp' OR "channel" = 'kiosk'),
  "locale" TEXT NOT NULL DEFAULT '',
  "started_at" TEXT,
  "submitted_at" TEXT NOT NULL,
  "ticket_id" TEXT,
  "booking_id" TEXT,
  "workshop_session_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (score is null or score between 0 and 10),
  CHECK (survey_version >= 1)
) STRICT;

CREATE TABLE "satisfaction_surveys" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "ticket_id" TEXT,
  "booking_id" TEXT,
  "agent_id" TEXT,
  "respondent_id" TEXT,
  "respondent_name" TEXT NOT NULL DEFAULT '',
  "respondent_email" TEXT NOT NULL DEFAULT '',
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'sent' OR "state" = 'answered' OR "state" = 'expired'),
  "channel" TEXT NOT NULL DEFAULT 'email' CHECK ("channel" = 'link' OR "channel" = 'email' OR "channel" = 'sms' OR "channel" = 'whatsapp' OR "channel" = 'kiosk'),
  "sent_at" TEXT,
  "expires_at" TEXT,
  "answered_at" TEXT,
  "overall_rating" INTEGER,
  "speed_rating" INTEGER,
  "quality_rating" INTEGER,
  "friendliness_rating" INTEGER,
  "nps_score" INTEGER,
  "comment" TEXT NOT NULL DEFAULT '',
  "follow_up" TEXT NOT NULL DEFAULT 'none' CHECK ("follow_up" = 'none' OR "follow_up" = 'wanted' OR "follow_up" = 'done'),
  "follow_up_notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (ticket_id is not null or booking_id is not null),
  CHECK (overall_rating is null or overall_rating between 1 and 5),
  CHECK (speed_rating is null or speed_rating between 1 and 5),
  CHECK (quality_rating is null or quality_rating between 1 and 5),
  CHECK (friendliness_rating is null or friendliness_rating between 1 and 5),
  CHECK (nps_score is null or nps_score between 0 and 10),
  CHECK ((state = 'answered') = (answered_at is not null))
) STRICT;

CREATE TABLE "announcements" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL DEFAULT '',
  "level" TEXT NOT NULL DEFAULT 'info' CHECK ("level" = 'info' OR "level" = 'success' OR "level" = 'warning' OR "level" = 'critical'),
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'published' OR "status" = 'archived'),
  "published_at" TEXT,
  "expires_at" TEXT,
  "department_id" TEXT REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "is_pinned" INTEGER NOT NULL DEFAULT 0 CHECK ("is_pinned" IN (0, 1)),
  "must_be_read" INTEGER NOT NULL DEFAULT 0 CHECK ("must_be_read" IN (0, 1)),
  "author_id" TEXT,
  "locale" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (published_at is null or expires_at is null or expires_at > published_at),
  CHECK (status <> 'published' or published_at is not null)
) STRICT;

CREATE TABLE "addresses" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL DEFAULT 'home' CHECK ("kind" = 'home' OR "kind" = 'mailing' OR "kind" = 'garaging' OR "kind" = 'business'),
  "street_1" TEXT NOT NULL,
  "street_2" TEXT NOT NULL DEFAULT '',
  "city" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT '',
  "zip_code" TEXT NOT NULL DEFAULT '',
  "country_code" TEXT NOT NULL,
  "latitude" TEXT,
  "longitude" TEXT,
  "standardized_by_source" TEXT,
  "standardization_confidence" TEXT,
  "delivery_point_validation" TEXT NOT NULL DEFAULT 'unknown' CHECK ("delivery_point_validation" = 'valid' OR "delivery_point_validation" = 'invalid' OR "delivery_point_validation" = 'unknown'),
  "last_standardization_date" TEXT,
  "external_address_id" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(standardization_confidence as numeric) between 0 and 100),
  CHECK (cast(latitude as numeric) between -90 and 90),
  CHECK (cast(longitude as numeric) between -180 and 180),
  CHECK (length(country_code) = 2)
) STRICT;

CREATE TABLE "households" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "address_id" TEXT REFERENCES "addresses"(id) DEFERRABLE INITIALLY DEFERRED,
  "primary_driver_id" TEXT,
  "phone" TEXT NOT NULL DEFAULT '',
  "email" TEXT NOT NULL DEFAULT '',
  "member_count" INTEGER NOT NULL DEFAULT 1,
  "external_verification_status" TEXT NOT NULL DEFAULT 'not_verified' CHECK ("external_verification_status" = 'not_verified' OR "external_verification_status" = 'verified' OR "external_verification_status" = 'partial' OR "external_verification_status" = 'failed'),
  "last_verification_date" TEXT,
  "verification_source" TEXT,
  "external_household_id" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (member_count >= 0)
) STRICT;

CREATE TABLE "drivers" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "household_id" TEXT REFERENCES "households"(id) DEFERRABLE INITIALLY DEFERRED,
  "address_id" TEXT REFERENCES "addresses"(id) DEFERRABLE INITIALLY DEFERRED,
  "first_name" TEXT NOT NULL,
  "middle_name" TEXT NOT NULL DEFAULT '',
  "last_name" TEXT NOT NULL,
  "suffix" TEXT NOT NULL DEFAULT '',
  "date_of_birth" TEXT,
  "gender" TEXT NOT NULL DEFAULT 'unspecified' CHECK ("gender" = 'female' OR "gender" = 'male' OR "gender" = 'other' OR "gender" = 'unspecified'),
  "marital_status" TEXT NOT NULL DEFAULT 'unknown' CHECK ("marital_status" = 'single' OR "marital_status" = 'married' OR "marital_status" = 'partnered' OR "marital_status" = 'separated' OR "marital_status" = 'divorced' OR "marital_status" = 'widowed' OR "marital_status" = 'unknown'),
  "relationship" TEXT NOT NULL DEFAULT 'self' CHECK ("relationship" = 'self' OR "relationship" = 'spouse' OR "relationship" = 'partner' OR "relationship" = 'child' OR "relationship" = 'parent' OR "relationship" = 'sibling' OR "relationship" = 'other'),
  "occupation" TEXT NOT NULL DEFAULT '',
  "email" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "is_primary" INTEGER NOT NULL DEFAULT 0 CHECK ("is_primary" IN (0, 1)),
  "is_excluded" INTEGER NOT NULL DEFAULT 0 CHECK ("is_excluded" IN (0, 1)),
  "external_verification_status" TEXT NOT NULL DEFAULT 'not_verified' CHECK ("external_verification_status" = 'not_verified' OR "external_verification_status" = 'verified' OR "external_verification_status" = 'partial' OR "external_verification_status" = 'failed'),
  "last_verification_date" TEXT,
  "verification_source" TEXT,
  "verification_confidence" TEXT,
  "external_driver_id" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(verification_confidence as numeric) between 0 and 100)
) STRICT;

CREATE TABLE "licenses" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "driver_id" TEXT NOT NULL REFERENCES "drivers"(id) DEFERRABLE INITIALLY DEFERRED,
  "license_number" TEXT NOT NULL,
  "state_code" TEXT NOT NULL DEFAULT '',
  "country_code" TEXT NOT NULL,
  "license_class" TEXT NOT NULL DEFAULT '',
  "license_status" TEXT NOT NULL DEFAULT 'unknown' CHECK ("license_status" = 'active' OR "license_status" = 'expired' OR "license_status" = 'suspended' OR "license_status" = 'revoked' OR "license_status" = 'learner' OR "license_status" = 'unknown'),
  "issued_on" TEXT,
  "expires_on" TEXT,
  "first_licensed_on" TEXT,
  "restrictions" TEXT NOT NULL DEFAULT '',
  "image_file_id" TEXT,
  "is_primary" INTEGER NOT NULL DEFAULT 1 CHECK ("is_primary" IN (0, 1)),
  "external_verification_status" TEXT NOT NULL DEFAULT 'not_verified' CHECK ("external_verification_status" = 'not_verified' OR "external_verification_status" = 'verified' OR "external_verification_status" = 'invalid' OR "external_verification_status" = 'expired' OR "external_verification_status" = 'suspended'),
  "last_verification_date" TEXT,
  "verification_source" TEXT,
  "external_license_status" TEXT,
  "verification_notes" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (expires_on >= issued_on),
  CHECK (length(country_code) = 2)
) STRICT;

CREATE TABLE "vehicles" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "household_id" TEXT REFERENCES "households"(id) DEFERRABLE INITIALLY DEFERRED,
  "primary_driver_id" TEXT,
  "garaging_address_id" TEXT REFERENCES "addresses"(id) DEFERRABLE INITIALLY DEFERRED,
  "vin" TEXT NOT NULL DEFAULT '',
  "plate" TEXT NOT NULL DEFAULT '',
  "plate_state" TEXT NOT NULL DEFAULT '',
  "model_year" INTEGER,
  "make" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "body_style" TEXT NOT NULL DEFAULT '',
  "color" TEXT NOT NULL DEFAULT '',
  "vehicle_use" TEXT NOT NULL DEFAULT 'unknown' CHECK ("vehicle_use" = 'commute' OR "vehicle_use" = 'pleasure' OR "vehicle_use" = 'business' OR "vehicle_use" = 'farm' OR "vehicle_use" = 'rideshare' OR "vehicle_use" = 'unknown'),
  "ownership" TEXT NOT NULL DEFAULT 'unknown' CHECK ("ownership" = 'owned' OR "ownership" = 'financed' OR "ownership" = 'leased' OR "ownership" = 'unknown'),
  "annual_distance" INTEGER,
  "distance_unit" TEXT NOT NULL DEFAULT 'km' CHECK ("distance_unit" = 'km' OR "distance_unit" = 'mi'),
  "external_verification_status" TEXT NOT NULL DEFAULT 'not_verified' CHECK ("external_verification_status" = 'not_verified' OR "external_verification_status" = 'verified' OR "external_verification_status" = 'partial' OR "external_verification_status" = 'failed'),
  "last_verification_date" TEXT,
  "verification_source" TEXT,
  "external_vehicle_id" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (model_year between 1880 and 2200),
  CHECK (annual_distance >= 0)
) STRICT;

CREATE TABLE "quotes" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "number" TEXT NOT NULL DEFAULT '',
  "provisional_number" TEXT NOT NULL DEFAULT '',
  "program_id" TEXT NOT NULL REFERENCES "programs"(id) DEFERRABLE INITIALLY DEFERRED,
  "producer_id" TEXT REFERENCES "producers"(id) DEFERRABLE INITIALLY DEFERRED,
  "household_id" TEXT REFERENCES "households"(id) DEFERRABLE INITIALLY DEFERRED,
  "primary_driver_id" TEXT REFERENCES "drivers"(id) DEFERRABLE INITIALLY DEFERRED,
  "lead_id" TEXT,
  "assigned_to" TEXT,
  "line_of_business" TEXT NOT NULL DEFAULT 'auto' CHECK ("line_of_business" = 'auto' OR "line_of_business" = 'home' OR "line_of_business" = 'motorcycle' OR "line_of_business" = 'commercial_auto' OR "line_of_business" = 'other'),
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'submitted' OR "status" = 'quoted' OR "status" = 'bound' OR "status" = 'declined' OR "status" = 'expired' OR "status" = 'withdrawn'),
  "decided_at" TEXT,
  "decided_by" TEXT,
  "decision_reason" TEXT NOT NULL DEFAULT '',
  "step" INTEGER NOT NULL DEFAULT 0,
  "effective_on" TEXT,
  "term_ends_on" TEXT,
  "coverages" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("coverages")),
  "premium_amount" INTEGER,
  "currency" TEXT NOT NULL,
  "quoted_at" TEXT,
  "valid_until" TEXT,
  "external_ref" TEXT NOT NULL DEFAULT '',
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "number_key" TEXT GENERATED ALWAYS AS (case when number <> '' then number else cast(id as text) end) VIRTUAL,
  CHECK (term_ends_on > effective_on),
  CHECK (premium_amount >= 0),
  CHECK (valid_until >= quoted_at),
  CHECK (step >= 0),
  CHECK (length(currency) = 3)
) STRICT;

CREATE TABLE "third_party_integrations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'data_api' CHECK ("kind" = 'data_api' OR "kind" = 'calendar' OR "kind" = 'messaging' OR "kind" = 'webhook' OR "kind" = 'intake'),
  "provider_name" TEXT NOT NULL,
  "api_version" TEXT,
  "base_url" TEXT,
  "documentation_url" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "auth_type" TEXT NOT NULL CHECK ("auth_type" = 'api_key' OR "auth_type" = 'oauth2' OR "auth_type" = 'basic' OR "auth_type" = 'bearer'),
  "requires_sandbox" INTEGER NOT NULL DEFAULT 0 CHECK ("requires_sandbox" IN (0, 1)),
  "default_timeout_seconds" INTEGER NOT NULL DEFAULT 30,
  "default_retry_attempts" INTEGER NOT NULL DEFAULT 3,
  "default_cache_ttl_hours" INTEGER NOT NULL DEFAULT 24,
  "default_retention_days" INTEGER NOT NULL DEFAULT 90,
  "position" INTEGER NOT NULL DEFAULT 0,
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (default_timeout_seconds between 1 and 3600),
  CHECK (default_retry_attempts between 0 and 20),
  CHECK (default_cache_ttl_hours >= 0),
  CHECK (default_retention_days >= 0)
) STRICT;

CREATE TABLE "integration_configurations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "integration_id" TEXT NOT NULL REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "configuration_level" TEXT NOT NULL CHECK ("configuration_level" = 'system' OR "configuration_level" = 'program' OR "configuration_level" = 'producer'),
  "program_id" TEXT REFERENCES "programs"(id) DEFERRABLE INITIALLY DEFERRED,
  "producer_id" TEXT REFERENCES "producers"(id) DEFERRABLE INITIALLY DEFERRED,
  "environment" TEXT NOT NULL DEFAULT 'sandbox' CHECK ("environment" = 'sandbox' OR "environment" = 'production'),
  "endpoint_url" TEXT,
  "auth_config" TEXT CHECK (json_valid("auth_config")),
  "secret_id" TEXT,
  "secret_hint" TEXT NOT NULL DEFAULT '',
  "secret_set_at" TEXT,
  "secret_set_by" TEXT,
  "secret_rotate_on" TEXT,
  "is_enabled" INTEGER CHECK ("is_enabled" IN (0, 1)),
  "is_required" INTEGER CHECK ("is_required" IN (0, 1)),
  "enabled_reason" TEXT NOT NULL DEFAULT '',
  "timeout_seconds" INTEGER,
  "retry_attempts" INTEGER,
  "cache_ttl_hours" INTEGER,
  "verification_types" TEXT CHECK (json_valid("verification_types")),
  "alert_user_ids" TEXT CHECK (json_valid("alert_user_ids")),
  "provider_settings" TEXT CHECK (json_valid("provider_settings")),
  "health" TEXT NOT NULL DEFAULT 'unknown' CHECK ("health" = 'unknown' OR "health" = 'healthy' OR "health" = 'degraded' OR "health" = 'failing' OR "health" = 'circuit_open'),
  "health_checked_at" TEXT,
  "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
  "circuit_open_until" TEXT,
  "last_success_at" TEXT,
  "last_failure_at" TEXT,
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "scope_key" TEXT GENERATED ALWAYS AS (case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end) VIRTUAL,
  CHECK ((configuration_level = 'system' and program_id is null and producer_id is null) or (configuration_level = 'program' and program_id is not null and producer_id is null) or (configuration_level = 'producer' and program_id is not null and producer_id is not null)),
  CHECK (timeout_seconds between 1 and 3600),
  CHECK (retry_attempts between 0 and 20),
  CHECK (cache_ttl_hours >= 0),
  CHECK (consecutive_failures >= 0),
  CHECK (secret_id is null or secret_set_at is not null)
) STRICT;

CREATE TABLE "integration_permissions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "integration_id" TEXT NOT NULL REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "permission_type" TEXT NOT NULL CHECK ("permission_type" = 'user' OR "permission_type" = 'role' OR "permission_type" = 'group'),
  "permission_target_id" TEXT NOT NULL,
  "can_configure" INTEGER NOT NULL DEFAULT 0 CHECK ("can_configure" IN (0, 1)),
  "can_view_raw_responses" INTEGER NOT NULL DEFAULT 0 CHECK ("can_view_raw_responses" IN (0, 1)),
  "can_manage_mappings" INTEGER NOT NULL DEFAULT 0 CHECK ("can_manage_mappings" IN (0, 1)),
  "can_enable_disable" INTEGER NOT NULL DEFAULT 0 CHECK ("can_enable_disable" IN (0, 1)),
  "can_reveal_pii" INTEGER NOT NULL DEFAULT 0 CHECK ("can_reveal_pii" IN (0, 1)),
  "scope_level" TEXT NOT NULL DEFAULT 'producer' CHECK ("scope_level" = 'system' OR "scope_level" = 'program' OR "scope_level" = 'producer'),
  "program_id" TEXT REFERENCES "programs"(id) DEFERRABLE INITIALLY DEFERRED,
  "producer_id" TEXT REFERENCES "producers"(id) DEFERRABLE INITIALLY DEFERRED,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "reason" TEXT NOT NULL DEFAULT '',
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "scope_key" TEXT GENERATED ALWAYS AS (case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end) VIRTUAL,
  CHECK ((scope_level = 'system' and program_id is null and producer_id is null) or (scope_level = 'program' and program_id is not null and producer_id is null) or (scope_level = 'producer' and program_id is not null and producer_id is not null)),
  CHECK (valid_to > valid_from)
) STRICT;

CREATE TABLE "integration_requests" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "integration_id" TEXT NOT NULL REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "configuration_id" TEXT NOT NULL REFERENCES "integration_configurations"(id) DEFERRABLE INITIALLY DEFERRED,
  "environment" TEXT NOT NULL DEFAULT 'sandbox' CHECK ("environment" = 'sandbox' OR "environment" = 'production'),
  "quote_id" TEXT,
  "driver_id" TEXT,
  "user_id" TEXT NOT NULL,
  "endpoint" TEXT NOT NULL,
  "http_method" TEXT NOT NULL DEFAULT 'POST',
  "request_headers" TEXT CHECK (json_valid("request_headers")),
  "request_body" TEXT CHECK (json_valid("request_body")),
  "response_status_code" INTEGER,
  "response_headers" TEXT CHECK (json_valid("response_headers")),
  "response_body" TEXT CHECK (json_valid("response_body")),
  "response_time_ms" INTEGER,
  "request_status" TEXT NOT NULL DEFAULT 'pending' CHECK ("request_status" = 'pending' OR "request_status" = 'sent' OR "request_status" = 'completed' OR "request_status" = 'failed' OR "request_status" = 'timeout'),
  "error_message" TEXT,
  "error_kind" TEXT CHECK ("error_kind" = 'network' OR "error_kind" = 'timeout' OR "error_kind" = 'authentication' OR "error_kind" = 'rate_limit' OR "error_kind" = 'client_error' OR "error_kind" = 'server_error' OR "error_kind" = 'invalid_response' OR "error_kind" = 'configuration' OR "error_kind" = 'other'),
  "retry_count" INTEGER NOT NULL DEFAULT 0,
  "external_transaction_id" TEXT,
  "correlation_id" TEXT NOT NULL,
  "contains_pii" INTEGER NOT NULL DEFAULT 1 CHECK ("contains_pii" IN (0, 1)),
  "pii_masked" INTEGER NOT NULL DEFAULT 1 CHECK ("pii_masked" IN (0, 1)),
  "raw_secret_id" TEXT,
  "raw_expires_at" TEXT,
  "retention_until" TEXT,
  "pruned_at" TEXT,
  "pruned_by_policy" TEXT NOT NULL DEFAULT '',
  "replay_of_id" TEXT,
  "requested_at" TEXT NOT NULL,
  "sent_at" TEXT,
  "completed_at" TEXT,
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (pii_masked or (request_headers is null and request_body is null and response_headers is null and response_body is null)),
  CHECK (response_time_ms >= 0),
  CHECK (retry_count >= 0),
  CHECK (response_status_code between 100 and 599),
  CHECK (completed_at >= sent_at),
  CHECK (raw_secret_id is null or raw_expires_at is not null)
) STRICT;

CREATE TABLE "integration_request_attempts" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "request_id" TEXT NOT NULL REFERENCES "integration_requests"(id) DEFERRABLE INITIALLY DEFERRED,
  "attempt_number" INTEGER NOT NULL,
  "outcome" TEXT NOT NULL DEFAULT 'pending' CHECK ("outcome" = 'pending' OR "outcome" = 'sent' OR "outcome" = 'completed' OR "outcome" = 'failed' OR "outcome" = 'timeout'),
  "response_status_code" INTEGER,
  "response_headers" TEXT CHECK (json_valid("response_headers")),
  "response_body" TEXT CHECK (json_valid("response_body")),
  "response_time_ms" INTEGER,
  "error_kind" TEXT CHECK ("error_kind" = 'network' OR "error_kind" = 'timeout' OR "error_kind" = 'authentication' OR "error_kind" = 'rate_limit' OR "error_kind" = 'client_error' OR "error_kind" = 'server_error' OR "error_kind" = 'invalid_response' OR "error_kind" = 'configuration' OR "error_kind" = 'other'),
  "error_message" TEXT,
  "pii_masked" INTEGER NOT NULL DEFAULT 1 CHECK ("pii_masked" IN (0, 1)),
  "started_at" TEXT NOT NULL,
  "finished_at" TEXT,
  "next_retry_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (pii_masked or (response_headers is null and response_body is null)),
  CHECK (attempt_number >= 1),
  CHECK (response_time_ms >= 0),
  CHECK (response_status_code between 100 and 599),
  CHECK (finished_at >= started_at)
) STRICT;

CREATE TABLE "integration_verification_results" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "request_id" TEXT NOT NULL REFERENCES "integration_requests"(id) DEFERRABLE INITIALLY DEFERRED,
  "verification_type" TEXT NOT NULL CHECK ("verification_type" = 'license' OR "verification_type" = 'address' OR "verification_type" = 'identity' OR "verification_type" = 'vehicle' OR "verification_type" = 'household'),
  "target_entity_type" TEXT NOT NULL CHECK ("target_entity_type" = 'driver' OR "target_entity_type" = 'vehicle' OR "target_entity_type" = 'address'),
  "target_entity_id" TEXT NOT NULL,
  "verification_status" TEXT NOT NULL CHECK ("verification_status" = 'verified' OR "verification_status" = 'partial' OR "verification_status" = 'failed' OR "verification_status" = 'not_found' OR "verification_status" = 'error'),
  "confidence_score" TEXT,
  "verified_data" TEXT CHECK (json_valid("verified_data")),
  "discrepancies" TEXT CHECK (json_valid("discrepancies")),
  "verified_at" TEXT NOT NULL,
  "cache_expires_at" TEXT,
  "is_cached_result" INTEGER NOT NULL DEFAULT 0 CHECK ("is_cached_result" IN (0, 1)),
  "reused_result_id" TEXT,
  "external_verification_id" TEXT,
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(confidence_score as numeric) between 0 and 100),
  CHECK (cache_expires_at >= verified_at)
) STRICT;

CREATE TABLE "integration_logs" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "integration_id" TEXT NOT NULL REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "configuration_id" TEXT,
  "operation" TEXT NOT NULL,
  "severity" TEXT NOT NULL DEFAULT 'info' CHECK ("severity" = 'debug' OR "severity" = 'info' OR "severity" = 'warning' OR "severity" = 'error'),
  "outcome" TEXT NOT NULL CHECK ("outcome" = 'running' OR "outcome" = 'succeeded' OR "outcome" = 'partial' OR "outcome" = 'failed' OR "outcome" = 'skipped'),
  "started_at" TEXT NOT NULL,
  "finished_at" TEXT,
  "duration_ms" INTEGER,
  "records_read" INTEGER NOT NULL DEFAULT 0,
  "records_written" INTEGER NOT NULL DEFAULT 0,
  "records_failed" INTEGER NOT NULL DEFAULT 0,
  "error_kind" TEXT CHECK ("error_kind" = 'network' OR "error_kind" = 'timeout' OR "error_kind" = 'authentication' OR "error_kind" = 'rate_limit' OR "error_kind" = 'client_error' OR "error_kind" = 'server_error' OR "error_kind" = 'invalid_response' OR "error_kind" = 'configuration' OR "error_kind" = 'other'),
  "error_message" TEXT,
  "correlation_id" TEXT,
  "request_id" TEXT,
  "user_id" TEXT,
  "details" TEXT CHECK (json_valid("details")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (duration_ms >= 0),
  CHECK (finished_at >= started_at),
  CHECK (records_read >= 0 and records_written >= 0 and records_failed >= 0)
) STRICT;

CREATE TABLE "webhooks" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "direction" TEXT NOT NULL DEFAULT 'out' CHECK ("direction" = 'in' OR "direction" = 'out'),
  "integration_id" TEXT,
  "url" TEXT NOT NULL,
  "event_types" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("event_types")),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "disabled_at" TEXT,
  "disabled_reason" TEXT NOT NULL DEFAULT '',
  "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
  "signature" TEXT NOT NULL DEFAULT 'standard' CHECK ("signature" = 'standard' OR "signature" = 'hmac_sha256' OR "signature" = 'none'),
  "secret_id" TEXT,
  "secret_hint" TEXT NOT NULL DEFAULT '',
  "secret_set_at" TEXT,
  "previous_secret_id" TEXT,
  "previous_secret_expires_at" TEXT,
  "tolerance_seconds" INTEGER NOT NULL DEFAULT 300,
  "timeout_seconds" INTEGER NOT NULL DEFAULT 30,
  "max_attempts" INTEGER NOT NULL DEFAULT 8,
  "first_retry_seconds" INTEGER NOT NULL DEFAULT 30,
  "disable_after_failures" INTEGER NOT NULL DEFAULT 50,
  "custom_headers" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("custom_headers")),
  "last_delivery_at" TEXT,
  "last_success_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (direction = 'in' or url <> ''),
  CHECK (tolerance_seconds between 0 and 86400),
  CHECK (timeout_seconds between 1 and 300),
  CHECK (max_attempts between 1 and 50),
  CHECK (first_retry_seconds >= 1),
  CHECK (disable_after_failures >= 0),
  CHECK (consecutive_failures >= 0),
  CHECK (previous_secret_id is null or previous_secret_expires_at is not null)
) STRICT;

CREATE TABLE "webhook_deliveries" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "webhook_id" TEXT NOT NULL REFERENCES "webhooks"(id) DEFERRABLE INITIALLY DEFERRED,
  "message_id" TEXT NOT NULL,
  "event_type" TEXT NOT NULL,
  "payload" TEXT CHECK (json_valid("payload")),
  "pii_masked" INTEGER NOT NULL DEFAULT 1 CHECK ("pii_masked" IN (0, 1)),
  "status" TEXT NOT NULL DEFAULT 'queued' CHECK ("status" = 'queued' OR "status" = 'sending' OR "status" = 'sent' OR "status" = 'delivered' OR "status" = 'failed_retry' OR "status" = 'dead' OR "status" = 'rejected'),
  "attempt_count" INTEGER NOT NULL DEFAULT 0,
  "queued_at" TEXT NOT NULL,
  "last_attempt_at" TEXT,
  "next_attempt_at" TEXT,
  "delivered_at" TEXT,
  "response_status_code" INTEGER,
  "response_time_ms" INTEGER,
  "response_excerpt" TEXT NOT NULL DEFAULT '',
  "error_kind" TEXT CHECK ("error_kind" = 'network' OR "error_kind" = 'timeout' OR "error_kind" = 'authentication' OR "error_kind" = 'rate_limit' OR "error_kind" = 'client_error' OR "error_kind" = 'server_error' OR "error_kind" = 'invalid_response' OR "error_kind" = 'configuration' OR "error_kind" = 'other'),
  "error_message" TEXT NOT NULL DEFAULT '',
  "signature_valid" INTEGER CHECK ("signature_valid" IN (0, 1)),
  "replay_of_id" TEXT,
  "correlation_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (pii_masked or payload is null),
  CHECK (attempt_count >= 0),
  CHECK (response_time_ms >= 0),
  CHECK (response_status_code between 100 and 599)
) STRICT;

CREATE TABLE "integration_nodes" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "integration_id" TEXT NOT NULL REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "node_path" TEXT NOT NULL,
  "node_name" TEXT NOT NULL,
  "node_description" TEXT NOT NULL DEFAULT '',
  "data_type" TEXT NOT NULL CHECK ("data_type" = 'string' OR "data_type" = 'integer' OR "data_type" = 'decimal' OR "data_type" = 'boolean' OR "data_type" = 'date' OR "data_type" = 'datetime' OR "data_type" = 'array' OR "data_type" = 'object'),
  "is_required" INTEGER NOT NULL DEFAULT 0 CHECK ("is_required" IN (0, 1)),
  "is_array" INTEGER NOT NULL DEFAULT 0 CHECK ("is_array" IN (0, 1)),
  "format" TEXT NOT NULL DEFAULT '',
  "allowed_values" TEXT CHECK (json_valid("allowed_values")),
  "sample_value" TEXT,
  "api_version" TEXT NOT NULL,
  "deprecated_in_version" TEXT,
  "replaced_by_path" TEXT NOT NULL DEFAULT '',
  "privacy_class" TEXT NOT NULL DEFAULT 'none' CHECK ("privacy_class" = 'none' OR "privacy_class" = 'business' OR "privacy_class" = 'personal' OR "privacy_class" = 'sensitive'),
  "position" INTEGER NOT NULL DEFAULT 0,
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (node_path <> '')
) STRICT;

CREATE TABLE "integration_field_mappings" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "integration_id" TEXT NOT NULL REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "api_version" TEXT NOT NULL,
  "mapping_scope" TEXT NOT NULL DEFAULT 'system' CHECK ("mapping_scope" = 'system' OR "mapping_scope" = 'program' OR "mapping_scope" = 'producer'),
  "program_id" TEXT REFERENCES "programs"(id) DEFERRABLE INITIALLY DEFERRED,
  "producer_id" TEXT REFERENCES "producers"(id) DEFERRABLE INITIALLY DEFERRED,
  "source_node_id" TEXT NOT NULL REFERENCES "integration_nodes"(id) DEFERRABLE INITIALLY DEFERRED,
  "target_table" TEXT NOT NULL,
  "target_column" TEXT NOT NULL,
  "transformation_rules" TEXT CHECK (json_valid("transformation_rules")),
  "validation_rules" TEXT CHECK (json_valid("validation_rules")),
  "version_number" INTEGER NOT NULL DEFAULT 1,
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'in_review' OR "state" = 'active' OR "state" = 'retired'),
  "is_active_version" INTEGER NOT NULL DEFAULT 0 CHECK ("is_active_version" IN (0, 1)),
  "submitted_at" TEXT,
  "submitted_by" TEXT,
  "activated_at" TEXT,
  "activated_by" TEXT,
  "retired_at" TEXT,
  "replaced_mapping_id" TEXT,
  "note" TEXT NOT NULL DEFAULT '',
  "position" INTEGER NOT NULL DEFAULT 0,
  "status_id" TEXT NOT NULL REFERENCES "statuses"(id) DEFERRABLE INITIALLY DEFERRED,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "scope_key" TEXT GENERATED ALWAYS AS (case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end) VIRTUAL,
  CHECK ((mapping_scope = 'system' and program_id is null and producer_id is null) or (mapping_scope = 'program' and program_id is not null and producer_id is null) or (mapping_scope = 'producer' and program_id is not null and producer_id is not null)),
  CHECK ((state = 'active' and is_active_version) or (state <> 'active' and not is_active_version)),
  CHECK (state <> 'active' or activated_at is not null),
  CHECK (version_number >= 1)
) STRICT;

CREATE TABLE "mapping_tests" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "mapping_id" TEXT NOT NULL REFERENCES "integration_field_mappings"(id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "sample_payload" TEXT NOT NULL CHECK (json_valid("sample_payload")),
  "expected_outcome" TEXT NOT NULL DEFAULT 'value' CHECK ("expected_outcome" = 'value' OR "expected_outcome" = 'rejected'),
  "expected_value" TEXT CHECK (json_valid("expected_value")),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "last_outcome" TEXT NOT NULL DEFAULT 'not_run' CHECK ("last_outcome" = 'not_run' OR "last_outcome" = 'passed' OR "last_outcome" = 'failed' OR "last_outcome" = 'error'),
  "last_value" TEXT CHECK (json_valid("last_value")),
  "last_problem" TEXT NOT NULL DEFAULT '',
  "last_run_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "campaigns" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "channel" TEXT NOT NULL CHECK ("channel" = 'call' OR "channel" = 'email' OR "channel" = 'sms' OR "channel" = 'whatsapp' OR "channel" = 'event' OR "channel" = 'mixed'),
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'scheduled' OR "status" = 'running' OR "status" = 'paused' OR "status" = 'completed' OR "status" = 'cancelled'),
  "owner_id" TEXT,
  "department_id" TEXT,
  "starts_on" TEXT NOT NULL,
  "ends_on" TEXT,
  "timezone" TEXT NOT NULL,
  "budget_amount" INTEGER NOT NULL DEFAULT 0,
  "currency" TEXT NOT NULL,
  "spent_amount" INTEGER NOT NULL DEFAULT 0,
  "revenue_amount" INTEGER NOT NULL DEFAULT 0,
  "goal" TEXT NOT NULL DEFAULT 'leads' CHECK ("goal" = 'contacts' OR "goal" = 'responses' OR "goal" = 'leads' OR "goal" = 'conversions' OR "goal" = 'revenue'),
  "goal_target" INTEGER NOT NULL DEFAULT 0,
  "audience" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("audience")),
  "template_id" TEXT,
  "channel_id" TEXT,
  "script" TEXT NOT NULL DEFAULT '',
  "max_attempts" INTEGER NOT NULL DEFAULT 3,
  "retry_delay_minutes" INTEGER NOT NULL DEFAULT 240,
  "window_start" TEXT NOT NULL DEFAULT '09:00',
  "window_end" TEXT NOT NULL DEFAULT '18:00',
  "disposition_rules" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("disposition_rules")),
  "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (ends_on >= starts_on),
  CHECK (window_end > window_start),
  CHECK (budget_amount >= 0),
  CHECK (goal_target >= 0),
  CHECK (max_attempts >= 1),
  CHECK (retry_delay_minutes >= 0),
  CHECK (length(currency) = 3)
) STRICT;

CREATE TABLE "campaign_schedules" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "campaign_id" TEXT NOT NULL REFERENCES "campaigns"(id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL DEFAULT '',
  "starts_at" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "recurrence_rule" TEXT NOT NULL DEFAULT '',
  "ends_on" TEXT,
  "batch_size" INTEGER,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "next_run_at" TEXT,
  "last_run_at" TEXT,
  "last_outcome" TEXT NOT NULL DEFAULT 'none' CHECK ("last_outcome" = 'none' OR "last_outcome" = 'succeeded' OR "last_outcome" = 'partial' OR "last_outcome" = 'failed' OR "last_outcome" = 'skipped'),
  "run_count" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (batch_size >= 1),
  CHECK (run_count >= 0)
) STRICT;

CREATE TABLE "leads" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "company" TEXT NOT NULL DEFAULT '',
  "job_title" TEXT NOT NULL DEFAULT '',
  "email" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "phone_e164" TEXT NOT NULL DEFAULT '',
  "city" TEXT NOT NULL DEFAULT '',
  "country_code" TEXT NOT NULL DEFAULT '',
  "locale" TEXT NOT NULL DEFAULT '',
  "timezone" TEXT,
  "source" TEXT NOT NULL CHECK ("source" = 'website' OR "source" = 'referral' OR "source" = 'phone' OR "source" = 'email' OR "source" = 'walk_in' OR "source" = 'campaign' OR "source" = 'social' OR "source" = 'partner' OR "source" = 'event' OR "source" = 'request' OR "source" = 'import' OR "source" = 'api' OR "source" = 'other'),
  "source_detail" TEXT NOT NULL DEFAULT '',
  "attribution" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("attribution")),
  "campaign_id" TEXT REFERENCES "campaigns"(id) DEFERRABLE INITIALLY DEFERRED,
  "request_id" TEXT,
  "status" TEXT NOT NULL DEFAULT 'new' CHECK ("status" = 'new' OR "status" = 'contacted' OR "status" = 'qualified' OR "status" = 'proposal' OR "status" = 'negotiation' OR "status" = 'nurturing' OR "status" = 'won' OR "status" = 'lost' OR "status" = 'disqualified'),
  "status_changed_at" TEXT,
  "lost_reason" TEXT NOT NULL DEFAULT '',
  "closed_at" TEXT,
  "priority" TEXT NOT NULL DEFAULT 'normal' CHECK ("priority" = 'low' OR "priority" = 'normal' OR "priority" = 'high' OR "priority" = 'urgent'),
  "assigned_to" TEXT,
  "assigned_at" TEXT,
  "assignment_reason" TEXT NOT NULL DEFAULT '',
  "department_id" TEXT,
  "score" INTEGER NOT NULL DEFAULT 0,
  "scored_at" TEXT,
  "estimated_value" INTEGER,
  "currency" TEXT NOT NULL DEFAULT '',
  "probability" INTEGER,
  "expected_close_on" TEXT,
  "received_at" TEXT NOT NULL,
  "first_contacted_at" TEXT,
  "last_contacted_at" TEXT,
  "next_action" TEXT NOT NULL DEFAULT '',
  "next_action_at" TEXT,
  "do_not_call" INTEGER NOT NULL DEFAULT 0 CHECK ("do_not_call" IN (0, 1)),
  "do_not_message" INTEGER NOT NULL DEFAULT 0 CHECK ("do_not_message" IN (0, 1)),
  "merged_into_id" TEXT,
  "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
  "custom_fields" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("custom_fields")),
  "notes" TEXT NOT NULL DEFAULT '',
  "external_ref" TEXT NOT NULL DEFAULT '',
  "import_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (probability between 0 and 100),
  CHECK (estimated_value >= 0),
  CHECK (estimated_value is null or currency <> ''),
  CHECK (merged_into_id is null or merged_into_id <> id)
) STRICT;

CREATE TABLE "lead_activities" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "lead_id" TEXT NOT NULL REFERENCES "leads"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL CHECK ("kind" = 'note' OR "kind" = 'call' OR "kind" = 'email' OR "kind" = 'sms' OR "kind" = 'whatsapp' OR "kind" = 'meeting' OR "kind" = 'task' OR "kind" = 'status_change' OR "kind" = 'assignment' OR "kind" = 'score_change' OR "kind" = 'document' OR "kind" = 'conversion'),
  "subject" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "outcome" TEXT NOT NULL DEFAULT '',
  "occurred_at" TEXT NOT NULL,
  "duration_seconds" INTEGER,
  "user_id" TEXT,
  "campaign_id" TEXT,
  "call_id" TEXT,
  "message_id" TEXT,
  "changes" TEXT CHECK (json_valid("changes")),
  "due_at" TEXT,
  "completed_at" TEXT,
  "completed_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (duration_seconds >= 0)
) STRICT;

CREATE TABLE "lead_documents" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "lead_id" TEXT NOT NULL REFERENCES "leads"(id) DEFERRABLE INITIALLY DEFERRED,
  "file_id" TEXT NOT NULL REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "file_name" TEXT NOT NULL,
  "kind" TEXT NOT NULL DEFAULT 'other' CHECK ("kind" = 'proposal' OR "kind" = 'contract' OR "kind" = 'identification' OR "kind" = 'form' OR "kind" = 'picture' OR "kind" = 'other'),
  "description" TEXT NOT NULL DEFAULT '',
  "uploaded_at" TEXT NOT NULL,
  "uploaded_by" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "lead_scores" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "lead_id" TEXT NOT NULL REFERENCES "leads"(id) DEFERRABLE INITIALLY DEFERRED,
  "factor" TEXT NOT NULL CHECK ("factor" = 'source_quality' OR "factor" = 'status' OR "factor" = 'age' OR "factor" = 'assignment' OR "factor" = 'availability' OR "factor" = 'engagement' OR "factor" = 'manual'),
  "points" INTEGER NOT NULL,
  "reason" TEXT NOT NULL DEFAULT '',
  "rule_version" INTEGER NOT NULL DEFAULT 1,
  "scored_at" TEXT NOT NULL,
  "half_life_days" TEXT,
  "is_current" INTEGER NOT NULL DEFAULT 1 CHECK ("is_current" IN (0, 1)),
  "adjusted_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(half_life_days as numeric) > 0),
  CHECK (rule_version >= 1)
) STRICT;

CREATE TABLE "routing_rules" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "subject" TEXT NOT NULL DEFAULT 'lead' CHECK ("subject" = 'lead' OR "subject" = 'ticket' OR "subject" = 'call' OR "subject" = 'request'),
  "position" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "conditions" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("conditions")),
  "strategy" TEXT NOT NULL DEFAULT 'least_loaded' CHECK ("strategy" = 'least_loaded' OR "strategy" = 'round_robin' OR "strategy" = 'skills' OR "strategy" = 'user' OR "strategy" = 'group' OR "strategy" = 'department'),
  "target_user_id" TEXT,
  "target_group_id" TEXT,
  "target_department_id" TEXT,
  "required_skills" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("required_skills")),
  "priority" TEXT CHECK ("priority" = 'low' OR "priority" = 'normal' OR "priority" = 'high' OR "priority" = 'urgent'),
  "only_available_agents" INTEGER NOT NULL DEFAULT 1 CHECK ("only_available_agents" IN (0, 1)),
  "fallback_user_id" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "version_number" INTEGER NOT NULL DEFAULT 1,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (valid_to > valid_from),
  CHECK (strategy <> 'user' or target_user_id is not null),
  CHECK (strategy <> 'group' or target_group_id is not null),
  CHECK (strategy <> 'department' or target_department_id is not null)
) STRICT;

CREATE TABLE "campaign_members" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "campaign_id" TEXT NOT NULL REFERENCES "campaigns"(id) DEFERRABLE INITIALLY DEFERRED,
  "lead_id" TEXT NOT NULL REFERENCES "leads"(id) DEFERRABLE INITIALLY DEFERRED,
  "status" TEXT NOT NULL DEFAULT 'pending' CHECK ("status" = 'pending' OR "status" = 'queued' OR "status" = 'contacted' OR "status" = 'responded' OR "status" = 'converted' OR "status" = 'opted_out' OR "status" = 'failed' OR "status" = 'excluded'),
  "excluded_reason" TEXT NOT NULL DEFAULT '',
  "assigned_to" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  "added_at" TEXT NOT NULL,
  "attempt_count" INTEGER NOT NULL DEFAULT 0,
  "last_attempt_at" TEXT,
  "last_disposition" TEXT NOT NULL DEFAULT '',
  "next_attempt_at" TEXT,
  "responded_at" TEXT,
  "converted_at" TEXT,
  "opted_out_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (attempt_count >= 0)
) STRICT;

CREATE TABLE "campaign_performance" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "campaign_id" TEXT NOT NULL REFERENCES "campaigns"(id) DEFERRABLE INITIALLY DEFERRED,
  "metric_day" TEXT NOT NULL,
  "channel" TEXT NOT NULL CHECK ("channel" = 'call' OR "channel" = 'email' OR "channel" = 'sms' OR "channel" = 'whatsapp' OR "channel" = 'event' OR "channel" = 'mixed'),
  "sent_count" INTEGER NOT NULL DEFAULT 0,
  "delivered_count" INTEGER NOT NULL DEFAULT 0,
  "opened_count" INTEGER NOT NULL DEFAULT 0,
  "clicked_count" INTEGER NOT NULL DEFAULT 0,
  "responded_count" INTEGER NOT NULL DEFAULT 0,
  "opted_out_count" INTEGER NOT NULL DEFAULT 0,
  "failed_count" INTEGER NOT NULL DEFAULT 0,
  "call_count" INTEGER NOT NULL DEFAULT 0,
  "answered_count" INTEGER NOT NULL DEFAULT 0,
  "talk_seconds" INTEGER NOT NULL DEFAULT 0,
  "lead_count" INTEGER NOT NULL DEFAULT 0,
  "qualified_count" INTEGER NOT NULL DEFAULT 0,
  "converted_count" INTEGER NOT NULL DEFAULT 0,
  "computed_at" TEXT,
  "cost_amount" INTEGER NOT NULL DEFAULT 0,
  "revenue_amount" INTEGER NOT NULL DEFAULT 0,
  "currency" TEXT NOT NULL,
  "note" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (sent_count >= 0 and delivered_count >= 0 and opened_count >= 0 and clicked_count >= 0),
  CHECK (responded_count >= 0 and opted_out_count >= 0 and failed_count >= 0),
  CHECK (call_count >= 0 and answered_count >= 0 and talk_seconds >= 0),
  CHECK (lead_count >= 0 and qualified_count >= 0 and converted_count >= 0),
  CHECK (cost_amount >= 0 and revenue_amount >= 0),
  CHECK (length(currency) = 3)
) STRICT;

CREATE TABLE "agents" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "status" TEXT NOT NULL DEFAULT 'offline' CHECK ("status" = 'offline' OR "status" = 'online' OR "status" = 'on_call' OR "status" = 'wrap_up' OR "status" = 'break'),
  "status_since" TEXT,
  "status_note" TEXT NOT NULL DEFAULT '',
  "last_seen_at" TEXT,
  "capacity" INTEGER NOT NULL DEFAULT 10,
  "call_capacity" INTEGER NOT NULL DEFAULT 1,
  "accepts_leads" INTEGER NOT NULL DEFAULT 1 CHECK ("accepts_leads" IN (0, 1)),
  "accepts_calls" INTEGER NOT NULL DEFAULT 1 CHECK ("accepts_calls" IN (0, 1)),
  "assignment_count" INTEGER NOT NULL DEFAULT 0,
  "last_assigned_at" TEXT,
  "extension" TEXT NOT NULL DEFAULT '',
  "department_id" TEXT,
  "skills" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("skills")),
  "languages" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("languages")),
  "gamification_opt_out" INTEGER NOT NULL DEFAULT 0 CHECK ("gamification_opt_out" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (capacity >= 0),
  CHECK (call_capacity >= 0),
  CHECK (assignment_count >= 0)
) STRICT;

CREATE TABLE "agent_activities" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "agent_id" TEXT NOT NULL REFERENCES "agents"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL CHECK ("kind" = 'sign_in' OR "kind" = 'sign_out' OR "kind" = 'status_change' OR "kind" = 'break' OR "kind" = 'call' OR "kind" = 'assignment' OR "kind" = 'lead_contact' OR "kind" = 'ticket_work' OR "kind" = 'conversion' OR "kind" = 'training'),
  "status_before" TEXT CHECK ("status_before" = 'offline' OR "status_before" = 'online' OR "status_before" = 'on_call' OR "status_before" = 'wrap_up' OR "status_before" = 'break'),
  "status_after" TEXT CHECK ("status_after" = 'offline' OR "status_after" = 'online' OR "status_after" = 'on_call' OR "status_after" = 'wrap_up' OR "status_after" = 'break'),
  "started_at" TEXT NOT NULL,
  "ended_at" TEXT,
  "duration_seconds" INTEGER,
  "lead_id" TEXT,
  "call_id" TEXT,
  "ticket_id" TEXT,
  "campaign_id" TEXT,
  "reason" TEXT NOT NULL DEFAULT '',
  "details" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("details")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (ended_at >= started_at),
  CHECK (duration_seconds >= 0)
) STRICT;

CREATE TABLE "call_logs" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "direction" TEXT NOT NULL CHECK ("direction" = 'inbound' OR "direction" = 'outbound' OR "direction" = 'internal'),
  "status" TEXT NOT NULL DEFAULT 'ringing' CHECK ("status" = 'ringing' OR "status" = 'in_progress' OR "status" = 'completed' OR "status" = 'missed' OR "status" = 'abandoned' OR "status" = 'busy' OR "status" = 'no_answer' OR "status" = 'failed' OR "status" = 'voicemail'),
  "caller_number" TEXT NOT NULL DEFAULT '',
  "caller_name" TEXT NOT NULL DEFAULT '',
  "callee_number" TEXT NOT NULL DEFAULT '',
  "agent_id" TEXT,
  "user_id" TEXT,
  "lead_id" TEXT,
  "campaign_id" TEXT,
  "ticket_id" TEXT,
  "queue_name" TEXT NOT NULL DEFAULT '',
  "started_at" TEXT NOT NULL,
  "answered_at" TEXT,
  "ended_at" TEXT,
  "duration_seconds" INTEGER,
  "wait_seconds" INTEGER NOT NULL DEFAULT 0,
  "talk_seconds" INTEGER NOT NULL DEFAULT 0,
  "hold_seconds" INTEGER NOT NULL DEFAULT 0,
  "wrap_up_seconds" INTEGER NOT NULL DEFAULT 0,
  "hangup_cause" TEXT NOT NULL DEFAULT '',
  "disposition" TEXT NOT NULL DEFAULT '',
  "is_success" INTEGER CHECK ("is_success" IN (0, 1)),
  "callback_at" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "external_call_id" TEXT NOT NULL DEFAULT '',
  "linked_call_id" TEXT NOT NULL DEFAULT '',
  "transferred_from_id" TEXT,
  "recording_file_id" TEXT,
  "recording_consent" INTEGER CHECK ("recording_consent" IN (0, 1)),
  "cost_amount" INTEGER,
  "currency" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (answered_at >= started_at),
  CHECK (ended_at >= started_at),
  CHECK (duration_seconds >= 0),
  CHECK (wait_seconds >= 0 and talk_seconds >= 0 and hold_seconds >= 0 and wrap_up_seconds >= 0),
  CHECK (cost_amount is null or currency <> '')
) STRICT;

CREATE TABLE "voicemails" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "call_id" TEXT REFERENCES "call_logs"(id) DEFERRABLE INITIALLY DEFERRED,
  "mailbox" TEXT NOT NULL,
  "caller_number" TEXT NOT NULL DEFAULT '',
  "caller_name" TEXT NOT NULL DEFAULT '',
  "received_at" TEXT NOT NULL,
  "duration_seconds" INTEGER NOT NULL DEFAULT 0,
  "audio_file_id" TEXT REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "transcript" TEXT NOT NULL DEFAULT '',
  "transcript_locale" TEXT NOT NULL DEFAULT '',
  "is_urgent" INTEGER NOT NULL DEFAULT 0 CHECK ("is_urgent" IN (0, 1)),
  "status" TEXT NOT NULL DEFAULT 'new' CHECK ("status" = 'new' OR "status" = 'heard' OR "status" = 'handled' OR "status" = 'archived'),
  "handled_at" TEXT,
  "handled_by" TEXT,
  "heard_at" TEXT,
  "assigned_to" TEXT,
  "lead_id" TEXT,
  "callback_call_id" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (duration_seconds >= 0)
) STRICT;

CREATE TABLE "ivr_interactions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "call_id" TEXT NOT NULL REFERENCES "call_logs"(id) DEFERRABLE INITIALLY DEFERRED,
  "position" INTEGER NOT NULL,
  "menu" TEXT NOT NULL,
  "prompt" TEXT NOT NULL DEFAULT '',
  "input_kind" TEXT NOT NULL CHECK ("input_kind" = 'digits' OR "input_kind" = 'speech' OR "input_kind" = 'timeout' OR "input_kind" = 'invalid' OR "input_kind" = 'hangup'),
  "input_value" TEXT NOT NULL DEFAULT '',
  "intent" TEXT NOT NULL DEFAULT '',
  "confidence" TEXT,
  "outcome" TEXT NOT NULL CHECK ("outcome" = 'next_menu' OR "outcome" = 'queue' OR "outcome" = 'agent' OR "outcome" = 'voicemail' OR "outcome" = 'self_service' OR "outcome" = 'hangup' OR "outcome" = 'repeat'),
  "destination" TEXT NOT NULL DEFAULT '',
  "occurred_at" TEXT NOT NULL,
  "duration_ms" INTEGER NOT NULL DEFAULT 0,
  "details" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("details")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (position >= 0),
  CHECK (duration_ms >= 0),
  CHECK (cast(confidence as numeric) between 0 and 100)
) STRICT;

CREATE TABLE "communication_channels" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'email' OR "kind" = 'sms' OR "kind" = 'whatsapp' OR "kind" = 'slack' OR "kind" = 'push' OR "kind" = 'chat' OR "kind" = 'phone' OR "kind" = 'in_app' OR "kind" = 'govbr'),
  "direction" TEXT NOT NULL DEFAULT 'both' CHECK ("direction" = 'in' OR "direction" = 'out' OR "direction" = 'both'),
  "provider" TEXT NOT NULL DEFAULT '',
  "integration_id" TEXT REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "secret_id" TEXT,
  "settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("settings")),
  "sender_address" TEXT NOT NULL DEFAULT '',
  "sender_name" TEXT NOT NULL DEFAULT '',
  "priority" INTEGER NOT NULL DEFAULT 100,
  "failover_channel_id" TEXT,
  "is_default" INTEGER NOT NULL DEFAULT 0 CHECK ("is_default" IN (0, 1)),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "rate_limit_per_minute" INTEGER,
  "unit_cost" INTEGER,
  "currency" TEXT NOT NULL DEFAULT '',
  "health" TEXT NOT NULL DEFAULT 'unknown' CHECK ("health" = 'unknown' OR "health" = 'working' OR "health" = 'failing' OR "health" = 'down'),
  "success_count" INTEGER NOT NULL DEFAULT 0,
  "failure_count" INTEGER NOT NULL DEFAULT 0,
  "last_success_at" TEXT,
  "last_failure_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (not is_default or is_active),
  CHECK (unit_cost is null or unit_cost >= 0),
  CHECK (unit_cost is null or currency <> ''),
  CHECK (rate_limit_per_minute is null or rate_limit_per_minute > 0),
  CHECK (failover_channel_id is null or failover_channel_id <> id)
) STRICT;

CREATE TABLE "notification_templates" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "channel_kind" TEXT NOT NULL CHECK ("channel_kind" = 'email' OR "channel_kind" = 'sms' OR "channel_kind" = 'whatsapp' OR "channel_kind" = 'slack' OR "channel_kind" = 'push' OR "channel_kind" = 'chat' OR "channel_kind" = 'phone' OR "channel_kind" = 'in_app' OR "channel_kind" = 'govbr'),
  "locale" TEXT NOT NULL DEFAULT '',
  "version_number" INTEGER NOT NULL DEFAULT 1,
  "state" TEXT NOT NULL DEFAULT 'draft' CHECK ("state" = 'draft' OR "state" = 'active' OR "state" = 'retired'),
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "subject" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL,
  "body_format" TEXT NOT NULL DEFAULT 'plain' CHECK ("body_format" = 'plain' OR "body_format" = 'markdown' OR "body_format" = 'html'),
  "variables" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("variables")),
  "category" TEXT NOT NULL DEFAULT 'service' CHECK ("category" = 'service' OR "category" = 'reminder' OR "category" = 'marketing' OR "category" = 'security'),
  "provider_name" TEXT NOT NULL DEFAULT '',
  "provider_state" TEXT NOT NULL DEFAULT 'not_needed' CHECK ("provider_state" = 'not_needed' OR "provider_state" = 'pending' OR "provider_state" = 'approved' OR "provider_state" = 'rejected' OR "provider_state" = 'paused'),
  "replaced_template_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (version_number >= 1)
) STRICT;

CREATE TABLE "communication_messages" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "channel_id" TEXT NOT NULL REFERENCES "communication_channels"(id) DEFERRABLE INITIALLY DEFERRED,
  "direction" TEXT NOT NULL CHECK ("direction" = 'in' OR "direction" = 'out'),
  "entity_type" TEXT CHECK ("entity_type" = 'ticket' OR "entity_type" = 'booking' OR "entity_type" = 'external_request' OR "entity_type" = 'lead' OR "entity_type" = 'campaign' OR "entity_type" = 'approval' OR "entity_type" = 'conflict' OR "entity_type" = 'survey' OR "entity_type" = 'announcement'),
  "entity_id" TEXT,
  "thread_key" TEXT NOT NULL DEFAULT '',
  "reply_to_id" TEXT,
  "user_id" TEXT,
  "sender_address" TEXT NOT NULL DEFAULT '',
  "recipient_address" TEXT NOT NULL DEFAULT '',
  "recipient_name" TEXT NOT NULL DEFAULT '',
  "subject" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "body_format" TEXT NOT NULL DEFAULT 'plain' CHECK ("body_format" = 'plain' OR "body_format" = 'markdown' OR "body_format" = 'html'),
  "template_id" TEXT REFERENCES "notification_templates"(id) DEFERRABLE INITIALLY DEFERRED,
  "template_variables" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("template_variables")),
  "file_ids" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("file_ids")),
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'sending' OR "state" = 'sent' OR "state" = 'delivered' OR "state" = 'read' OR "state" = 'failed_retry' OR "state" = 'dead' OR "state" = 'received' OR "state" = 'cancelled'),
  "sent_at" TEXT,
  "delivered_at" TEXT,
  "read_at" TEXT,
  "failed_at" TEXT,
  "next_attempt_at" TEXT,
  "attempt_count" INTEGER NOT NULL DEFAULT 0,
  "error_code" TEXT NOT NULL DEFAULT '',
  "error_message" TEXT NOT NULL DEFAULT '',
  "external_message_id" TEXT NOT NULL DEFAULT '',
  "queued_at" TEXT NOT NULL,
  "send_after" TEXT,
  "received_at" TEXT,
  "cost" INTEGER,
  "currency" TEXT NOT NULL DEFAULT '',
  "idempotency_key" TEXT NOT NULL,
  "consent_record_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((entity_type is null) = (entity_id is null)),
  CHECK (attempt_count >= 0),
  CHECK (cost is null or currency <> ''),
  CHECK (direction = 'out' or state in ('received', 'read'))
) STRICT;

CREATE TABLE "notification_events" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "entity_type" TEXT CHECK ("entity_type" = 'ticket' OR "entity_type" = 'booking' OR "entity_type" = 'external_request' OR "entity_type" = 'lead' OR "entity_type" = 'campaign' OR "entity_type" = 'approval' OR "entity_type" = 'conflict' OR "entity_type" = 'survey' OR "entity_type" = 'announcement'),
  "entity_id" TEXT,
  "payload" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("payload")),
  "occurred_at" TEXT NOT NULL,
  "caused_by" TEXT,
  "idempotency_key" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'processing' OR "state" = 'done' OR "state" = 'skipped' OR "state" = 'failed_retry' OR "state" = 'dead'),
  "processed_at" TEXT,
  "attempt_count" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TEXT,
  "error_code" TEXT NOT NULL DEFAULT '',
  "error_message" TEXT NOT NULL DEFAULT '',
  "is_catch_up" INTEGER NOT NULL DEFAULT 0 CHECK ("is_catch_up" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((entity_type is null) = (entity_id is null)),
  CHECK (attempt_count >= 0)
) STRICT;

CREATE TABLE "notifications" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "recipient_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "event_id" TEXT,
  "kind" TEXT NOT NULL,
  "channel_kind" TEXT NOT NULL DEFAULT 'in_app' CHECK ("channel_kind" = 'email' OR "channel_kind" = 'sms' OR "channel_kind" = 'whatsapp' OR "channel_kind" = 'slack' OR "channel_kind" = 'push' OR "channel_kind" = 'chat' OR "channel_kind" = 'phone' OR "channel_kind" = 'in_app' OR "channel_kind" = 'govbr'),
  "template_id" TEXT REFERENCES "notification_templates"(id) DEFERRABLE INITIALLY DEFERRED,
  "message_id" TEXT,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL DEFAULT '',
  "entity_type" TEXT CHECK ("entity_type" = 'ticket' OR "entity_type" = 'booking' OR "entity_type" = 'external_request' OR "entity_type" = 'lead' OR "entity_type" = 'campaign' OR "entity_type" = 'approval' OR "entity_type" = 'conflict' OR "entity_type" = 'survey' OR "entity_type" = 'announcement'),
  "entity_id" TEXT,
  "priority" TEXT NOT NULL DEFAULT 'normal' CHECK ("priority" = 'low' OR "priority" = 'normal' OR "priority" = 'high' OR "priority" = 'urgent'),
  "raised_at" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'sending' OR "state" = 'sent' OR "state" = 'delivered' OR "state" = 'read' OR "state" = 'failed_retry' OR "state" = 'dead' OR "state" = 'received' OR "state" = 'cancelled'),
  "sent_at" TEXT,
  "attempt_count" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TEXT,
  "error_code" TEXT NOT NULL DEFAULT '',
  "deliver_after" TEXT,
  "batch_key" TEXT NOT NULL DEFAULT '',
  "read_at" TEXT,
  "dismissed_at" TEXT,
  "expires_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((entity_type is null) = (entity_id is null)),
  CHECK (attempt_count >= 0)
) STRICT;

CREATE TABLE "notification_preferences" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL DEFAULT '*',
  "channel_kind" TEXT NOT NULL CHECK ("channel_kind" = 'email' OR "channel_kind" = 'sms' OR "channel_kind" = 'whatsapp' OR "channel_kind" = 'slack' OR "channel_kind" = 'push' OR "channel_kind" = 'chat' OR "channel_kind" = 'phone' OR "channel_kind" = 'in_app' OR "channel_kind" = 'govbr'),
  "is_enabled" INTEGER NOT NULL DEFAULT 1 CHECK ("is_enabled" IN (0, 1)),
  "batching" TEXT NOT NULL DEFAULT 'at_once' CHECK ("batching" = 'at_once' OR "batching" = 'hourly' OR "batching" = 'daily' OR "batching" = 'weekly'),
  "least_priority" TEXT NOT NULL DEFAULT 'low' CHECK ("least_priority" = 'low' OR "least_priority" = 'normal' OR "least_priority" = 'high' OR "least_priority" = 'urgent'),
  "quiet_from" TEXT,
  "quiet_until" TEXT,
  "timezone" TEXT NOT NULL DEFAULT 'UTC',
  "quiet_weekdays" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("quiet_weekdays")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK ((quiet_from is null) = (quiet_until is null))
) STRICT;

CREATE TABLE "whatsapp_contacts" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "channel_id" TEXT NOT NULL REFERENCES "communication_channels"(id) DEFERRABLE INITIALLY DEFERRED,
  "phone" TEXT NOT NULL,
  "wa_id" TEXT NOT NULL DEFAULT '',
  "display_name" TEXT NOT NULL DEFAULT '',
  "profile_name" TEXT NOT NULL DEFAULT '',
  "user_id" TEXT,
  "lead_id" TEXT,
  "locale" TEXT NOT NULL DEFAULT '',
  "opt_in" TEXT NOT NULL DEFAULT 'unknown' CHECK ("opt_in" = 'unknown' OR "opt_in" = 'given' OR "opt_in" = 'withdrawn'),
  "opt_in_changed_at" TEXT,
  "consent_record_id" TEXT,
  "last_inbound_at" TEXT,
  "last_outbound_at" TEXT,
  "is_blocked" INTEGER NOT NULL DEFAULT 0 CHECK ("is_blocked" IN (0, 1)),
  "labels" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("labels")),
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "whatsapp_messages" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "contact_id" TEXT NOT NULL REFERENCES "whatsapp_contacts"(id) DEFERRABLE INITIALLY DEFERRED,
  "message_id" TEXT REFERENCES "communication_messages"(id) DEFERRABLE INITIALLY DEFERRED,
  "direction" TEXT NOT NULL CHECK ("direction" = 'in' OR "direction" = 'out'),
  "wa_message_id" TEXT NOT NULL DEFAULT '',
  "message_type" TEXT NOT NULL DEFAULT 'text' CHECK ("message_type" = 'text' OR "message_type" = 'image' OR "message_type" = 'audio' OR "message_type" = 'video' OR "message_type" = 'document' OR "message_type" = 'sticker' OR "message_type" = 'location' OR "message_type" = 'contacts' OR "message_type" = 'template' OR "message_type" = 'interactive' OR "message_type" = 'reaction'),
  "body" TEXT NOT NULL DEFAULT '',
  "template_name" TEXT NOT NULL DEFAULT '',
  "template_variables" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("template_variables")),
  "file_id" TEXT REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "media_type" TEXT NOT NULL DEFAULT '',
  "caption" TEXT NOT NULL DEFAULT '',
  "reply_to_wa_id" TEXT NOT NULL DEFAULT '',
  "occurred_at" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'sending' OR "state" = 'sent' OR "state" = 'delivered' OR "state" = 'read' OR "state" = 'failed_retry' OR "state" = 'dead' OR "state" = 'received' OR "state" = 'cancelled'),
  "sent_at" TEXT,
  "delivered_at" TEXT,
  "read_at" TEXT,
  "error_code" TEXT NOT NULL DEFAULT '',
  "error_message" TEXT NOT NULL DEFAULT '',
  "pricing_category" TEXT CHECK ("pricing_category" = 'service' OR "pricing_category" = 'utility' OR "pricing_category" = 'authentication' OR "pricing_category" = 'marketing'),
  "cost" INTEGER,
  "currency" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (direction = 'out' or state in ('received', 'read')),
  CHECK (cost is null or currency <> '')
) STRICT;

CREATE TABLE "govbr_integrations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT,
  "whatsapp_contact_id" TEXT,
  "cpf" TEXT NOT NULL DEFAULT '',
  "cnpj" TEXT NOT NULL DEFAULT '',
  "holder_name" TEXT NOT NULL DEFAULT '',
  "email" TEXT NOT NULL DEFAULT '',
  "phone" TEXT NOT NULL DEFAULT '',
  "govbr_subject" TEXT NOT NULL DEFAULT '',
  "verification_level" TEXT NOT NULL DEFAULT 'none' CHECK ("verification_level" = 'none' OR "verification_level" = 'bronze' OR "verification_level" = 'silver' OR "verification_level" = 'gold'),
  "verification_state" TEXT NOT NULL DEFAULT 'pending' CHECK ("verification_state" = 'pending' OR "verification_state" = 'verified' OR "verification_state" = 'failed' OR "verification_state" = 'expired' OR "verification_state" = 'revoked'),
  "verified_at" TEXT,
  "expires_at" TEXT,
  "error_code" TEXT NOT NULL DEFAULT '',
  "scopes" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("scopes")),
  "integration_id" TEXT REFERENCES "third_party_integrations"(id) DEFERRABLE INITIALLY DEFERRED,
  "access_token_secret_id" TEXT,
  "refresh_token_secret_id" TEXT,
  "consent_record_id" TEXT,
  "last_sync_at" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "holder_key" TEXT GENERATED ALWAYS AS (case when cpf <> '' then 'cpf:' || cpf else 'cnpj:' || cnpj end) VIRTUAL,
  CHECK ((cpf = '') <> (cnpj = '')),
  CHECK (cpf = '' or length(cpf) = 11),
  CHECK (cnpj = '' or length(cnpj) = 14)
) STRICT;

CREATE TABLE "analytics_events" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT,
  "session_id" TEXT,
  "event_type" TEXT NOT NULL,
  "event_data" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("event_data")),
  "page_url" TEXT,
  "referrer" TEXT,
  "user_agent" TEXT,
  "ip_address" TEXT,
  "occurred_at" TEXT NOT NULL,
  "duration_ms" INTEGER,
  "device_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (duration_ms is null or duration_ms >= 0)
) STRICT;

CREATE TABLE "analytics_daily_metrics" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "metric_day" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "department_id" TEXT,
  "tickets_opened" INTEGER NOT NULL DEFAULT 0,
  "tickets_resolved" INTEGER NOT NULL DEFAULT 0,
  "tickets_closed" INTEGER NOT NULL DEFAULT 0,
  "tickets_reopened" INTEGER NOT NULL DEFAULT 0,
  "tickets_open" INTEGER NOT NULL DEFAULT 0,
  "sla_met" INTEGER NOT NULL DEFAULT 0,
  "sla_breached" INTEGER NOT NULL DEFAULT 0,
  "first_response_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "first_response_count" INTEGER NOT NULL DEFAULT 0,
  "resolution_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "resolution_count" INTEGER NOT NULL DEFAULT 0,
  "bookings_made" INTEGER NOT NULL DEFAULT 0,
  "bookings_cancelled" INTEGER NOT NULL DEFAULT 0,
  "bookings_no_show" INTEGER NOT NULL DEFAULT 0,
  "booked_minutes" INTEGER NOT NULL DEFAULT 0,
  "bookable_minutes" INTEGER NOT NULL DEFAULT 0,
  "conflicts_opened" INTEGER NOT NULL DEFAULT 0,
  "conflicts_settled" INTEGER NOT NULL DEFAULT 0,
  "requests_received" INTEGER NOT NULL DEFAULT 0,
  "requests_processed" INTEGER NOT NULL DEFAULT 0,
  "leads_created" INTEGER NOT NULL DEFAULT 0,
  "leads_won" INTEGER NOT NULL DEFAULT 0,
  "calls_handled" INTEGER NOT NULL DEFAULT 0,
  "call_seconds_sum" INTEGER NOT NULL DEFAULT 0,
  "messages_sent" INTEGER NOT NULL DEFAULT 0,
  "messages_failed" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_sum" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_count" INTEGER NOT NULL DEFAULT 0,
  "promoters" INTEGER NOT NULL DEFAULT 0,
  "detractors" INTEGER NOT NULL DEFAULT 0,
  "nps_count" INTEGER NOT NULL DEFAULT 0,
  "computed_at" TEXT NOT NULL,
  "source_version" INTEGER NOT NULL DEFAULT 0,
  "devices_expected" INTEGER NOT NULL DEFAULT 0,
  "devices_synced" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "department_key" TEXT GENERATED ALWAYS AS (coalesce(cast(department_id as text), '')) VIRTUAL
) STRICT;

CREATE TABLE "analytics_agent_metrics" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "metric_day" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "user_id" TEXT,
  "department_id" TEXT,
  "tickets_assigned" INTEGER NOT NULL DEFAULT 0,
  "tickets_resolved" INTEGER NOT NULL DEFAULT 0,
  "tickets_reopened" INTEGER NOT NULL DEFAULT 0,
  "tickets_reassigned" INTEGER NOT NULL DEFAULT 0,
  "replies_sent" INTEGER NOT NULL DEFAULT 0,
  "sla_met" INTEGER NOT NULL DEFAULT 0,
  "sla_breached" INTEGER NOT NULL DEFAULT 0,
  "first_response_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "first_response_count" INTEGER NOT NULL DEFAULT 0,
  "resolution_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "resolution_count" INTEGER NOT NULL DEFAULT 0,
  "bookings_made" INTEGER NOT NULL DEFAULT 0,
  "conflicts_settled" INTEGER NOT NULL DEFAULT 0,
  "leads_contacted" INTEGER NOT NULL DEFAULT 0,
  "leads_won" INTEGER NOT NULL DEFAULT 0,
  "calls_handled" INTEGER NOT NULL DEFAULT 0,
  "call_seconds_sum" INTEGER NOT NULL DEFAULT 0,
  "online_minutes" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_sum" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_count" INTEGER NOT NULL DEFAULT 0,
  "points_earned" INTEGER NOT NULL DEFAULT 0,
  "computed_at" TEXT NOT NULL,
  "source_version" INTEGER NOT NULL DEFAULT 0,
  "devices_expected" INTEGER NOT NULL DEFAULT 0,
  "devices_synced" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "agent_key" TEXT GENERATED ALWAYS AS (case when user_id is not null then 'user:' || cast(user_id as text) else 'department:' || cast(department_id as text) end) VIRTUAL,
  CHECK (user_id is not null or department_id is not null)
) STRICT;

CREATE TABLE "analytics_category_metrics" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "metric_day" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "category_id" TEXT NOT NULL,
  "tickets_opened" INTEGER NOT NULL DEFAULT 0,
  "tickets_resolved" INTEGER NOT NULL DEFAULT 0,
  "tickets_reopened" INTEGER NOT NULL DEFAULT 0,
  "tickets_open" INTEGER NOT NULL DEFAULT 0,
  "tickets_reassigned" INTEGER NOT NULL DEFAULT 0,
  "escalations" INTEGER NOT NULL DEFAULT 0,
  "sla_met" INTEGER NOT NULL DEFAULT 0,
  "sla_breached" INTEGER NOT NULL DEFAULT 0,
  "first_response_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "first_response_count" INTEGER NOT NULL DEFAULT 0,
  "resolution_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "resolution_count" INTEGER NOT NULL DEFAULT 0,
  "first_contact_resolved" INTEGER NOT NULL DEFAULT 0,
  "resolution_codes" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("resolution_codes")),
  "article_uses" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_sum" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_count" INTEGER NOT NULL DEFAULT 0,
  "computed_at" TEXT NOT NULL,
  "source_version" INTEGER NOT NULL DEFAULT 0,
  "devices_expected" INTEGER NOT NULL DEFAULT 0,
  "devices_synced" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "analytics_realtime_metrics" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "dimension" TEXT NOT NULL DEFAULT '',
  "value" INTEGER NOT NULL,
  "unit" TEXT NOT NULL DEFAULT 'count' CHECK ("unit" = 'count' OR "unit" = 'minutes' OR "unit" = 'percent' OR "unit" = 'minor_units'),
  "computed_at" TEXT NOT NULL,
  "expires_at" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (expires_at > computed_at)
) STRICT;

CREATE TABLE "analytics_agent_performance" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "department_id" TEXT,
  "period_kind" TEXT NOT NULL CHECK ("period_kind" = 'week' OR "period_kind" = 'month' OR "period_kind" = 'quarter' OR "period_kind" = 'year'),
  "period_start" TEXT NOT NULL,
  "period_end" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "tickets_resolved" INTEGER NOT NULL DEFAULT 0,
  "sla_met" INTEGER NOT NULL DEFAULT 0,
  "sla_breached" INTEGER NOT NULL DEFAULT 0,
  "first_response_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "first_response_count" INTEGER NOT NULL DEFAULT 0,
  "resolution_minutes_sum" INTEGER NOT NULL DEFAULT 0,
  "resolution_count" INTEGER NOT NULL DEFAULT 0,
  "reopened" INTEGER NOT NULL DEFAULT 0,
  "calls_handled" INTEGER NOT NULL DEFAULT 0,
  "leads_won" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_sum" INTEGER NOT NULL DEFAULT 0,
  "satisfaction_count" INTEGER NOT NULL DEFAULT 0,
  "points_earned" INTEGER NOT NULL DEFAULT 0,
  "score" TEXT,
  "previous_score" TEXT,
  "team_score" TEXT,
  "team_rank" INTEGER,
  "team_size" INTEGER,
  "weights" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("weights")),
  "computed_at" TEXT NOT NULL,
  "source_version" INTEGER NOT NULL DEFAULT 0,
  "devices_expected" INTEGER NOT NULL DEFAULT 0,
  "devices_synced" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (period_end >= period_start),
  CHECK (score is null or cast(score as numeric) between 0 and 100),
  CHECK (team_rank is null or team_rank >= 1)
) STRICT;

CREATE TABLE "ai_models" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "version_number" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "task" TEXT NOT NULL CHECK ("task" = 'classify' OR "task" = 'suggest' OR "task" = 'extract' OR "task" = 'score' OR "task" = 'digest'),
  "algorithm" TEXT NOT NULL CHECK ("algorithm" = 'naive_bayes' OR "algorithm" = 'nearest_neighbours' OR "algorithm" = 'rules' OR "algorithm" = 'template'),
  "state" TEXT NOT NULL DEFAULT 'candidate' CHECK ("state" = 'candidate' OR "state" = 'approved' OR "state" = 'active' OR "state" = 'retired'),
  "approved_at" TEXT,
  "approved_by" TEXT,
  "activated_at" TEXT,
  "file_id" TEXT REFERENCES "files"(id) DEFERRABLE INITIALLY DEFERRED,
  "settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("settings")),
  "metrics" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("metrics")),
  "threshold" TEXT NOT NULL DEFAULT '0.7000',
  "training_rows" INTEGER NOT NULL DEFAULT 0,
  "holdout_rows" INTEGER NOT NULL DEFAULT 0,
  "trained_at" TEXT,
  "trained_by" TEXT,
  "replaced_model_id" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (version_number >= 1),
  CHECK (cast(threshold as numeric) between 0 and 1),
  CHECK (training_rows >= 0),
  CHECK (holdout_rows >= 0),
  CHECK (state = 'candidate' or approved_at is not null)
) STRICT;

CREATE TABLE "ai_classifications" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "entity_type" TEXT NOT NULL CHECK ("entity_type" = 'ticket' OR "entity_type" = 'external_request' OR "entity_type" = 'booking' OR "entity_type" = 'lead' OR "entity_type" = 'communication_message'),
  "entity_id" TEXT NOT NULL,
  "model_id" TEXT NOT NULL REFERENCES "ai_models"(id) DEFERRABLE INITIALLY DEFERRED,
  "field" TEXT NOT NULL CHECK ("field" = 'category' OR "field" = 'priority' OR "field" = 'assignment_group' OR "field" = 'request_type' OR "field" = 'sentiment' OR "field" = 'language'),
  "predicted_value" TEXT NOT NULL DEFAULT '',
  "predicted_label" TEXT NOT NULL DEFAULT '',
  "confidence" TEXT NOT NULL,
  "abstained" INTEGER NOT NULL DEFAULT 0 CHECK ("abstained" IN (0, 1)),
  "top_features" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("top_features")),
  "alternatives" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("alternatives")),
  "rule_hits" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("rule_hits")),
  "classified_at" TEXT NOT NULL,
  "outcome" TEXT NOT NULL DEFAULT 'open' CHECK ("outcome" = 'open' OR "outcome" = 'accepted' OR "outcome" = 'corrected' OR "outcome" = 'dismissed'),
  "corrected_value" TEXT NOT NULL DEFAULT '',
  "feedback_at" TEXT,
  "feedback_by" TEXT,
  "is_applied" INTEGER NOT NULL DEFAULT 0 CHECK ("is_applied" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(confidence as numeric) between 0 and 1),
  CHECK (not abstained or not is_applied),
  CHECK (outcome = 'open' or feedback_at is not null)
) STRICT;

CREATE TABLE "ai_suggestions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "entity_type" TEXT NOT NULL CHECK ("entity_type" = 'ticket' OR "entity_type" = 'external_request' OR "entity_type" = 'booking' OR "entity_type" = 'lead' OR "entity_type" = 'communication_message'),
  "entity_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'reply' OR "kind" = 'article' OR "kind" = 'similar_ticket' OR "kind" = 'macro' OR "kind" = 'resolution' OR "kind" = 'alternative' OR "kind" = 'next_step'),
  "source" TEXT NOT NULL CHECK ("source" = 'knowledge' OR "source" = 'tickets' OR "source" = 'macros' OR "source" = 'rules' OR "source" = 'model' OR "source" = 'availability'),
  "source_id" TEXT,
  "model_id" TEXT REFERENCES "ai_models"(id) DEFERRABLE INITIALLY DEFERRED,
  "title" TEXT NOT NULL DEFAULT '',
  "body" TEXT NOT NULL DEFAULT '',
  "reasons" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("reasons")),
  "score" TEXT NOT NULL,
  "position" INTEGER NOT NULL DEFAULT 0,
  "offered_at" TEXT NOT NULL,
  "expires_at" TEXT,
  "shown_count" INTEGER NOT NULL DEFAULT 0,
  "outcome" TEXT NOT NULL DEFAULT 'open' CHECK ("outcome" = 'open' OR "outcome" = 'used' OR "outcome" = 'edited' OR "outcome" = 'dismissed' OR "outcome" = 'expired'),
  "feedback_at" TEXT,
  "feedback_by" TEXT,
  "feedback_notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(score as numeric) between 0 and 1),
  CHECK (shown_count >= 0)
) STRICT;

CREATE TABLE "ai_training_data" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "model_code" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "input_text" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "source" TEXT NOT NULL CHECK ("source" = 'correction' OR "source" = 'acceptance' OR "source" = 'import' OR "source" = 'manual'),
  "classification_id" TEXT,
  "entity_id" TEXT,
  "quality_score" TEXT NOT NULL DEFAULT '50.00',
  "quality_reasons" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("quality_reasons")),
  "split" TEXT NOT NULL DEFAULT 'train' CHECK ("split" = 'train' OR "split" = 'validation' OR "split" = 'holdout'),
  "locale" TEXT NOT NULL DEFAULT '',
  "collected_at" TEXT NOT NULL,
  "validation_state" TEXT NOT NULL DEFAULT 'pending' CHECK ("validation_state" = 'pending' OR "validation_state" = 'validated' OR "validation_state" = 'rejected'),
  "validated_at" TEXT,
  "validated_by" TEXT,
  "validation_notes" TEXT NOT NULL DEFAULT '',
  "pii_masked" INTEGER NOT NULL DEFAULT 0 CHECK ("pii_masked" IN (0, 1)),
  "last_model_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cast(quality_score as numeric) between 0 and 100),
  CHECK ((validation_state = 'pending') = (validated_at is null))
) STRICT;

CREATE TABLE "ai_digests" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "digest_type" TEXT NOT NULL CHECK ("digest_type" = 'daily' OR "digest_type" = 'weekly' OR "digest_type" = 'monthly' OR "digest_type" = 'custom'),
  "period_start" TEXT NOT NULL,
  "period_end" TEXT NOT NULL,
  "timezone" TEXT NOT NULL DEFAULT 'UTC',
  "content" TEXT NOT NULL CHECK (json_valid("content")),
  "summary" TEXT NOT NULL,
  "insights" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("insights")),
  "generated_at" TEXT NOT NULL,
  "generated_by" TEXT NOT NULL DEFAULT 'ai_system',
  "model_id" TEXT REFERENCES "ai_models"(id) DEFERRABLE INITIALLY DEFERRED,
  "locale" TEXT NOT NULL DEFAULT '',
  "is_archived" INTEGER NOT NULL DEFAULT 0 CHECK ("is_archived" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (period_end > period_start)
) STRICT;

CREATE TABLE "badges" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "icon" TEXT NOT NULL DEFAULT '',
  "color" TEXT NOT NULL DEFAULT '',
  "rarity" TEXT NOT NULL DEFAULT 'common' CHECK ("rarity" = 'common' OR "rarity" = 'rare' OR "rarity" = 'epic' OR "rarity" = 'legendary'),
  "criteria" TEXT CHECK (json_valid("criteria")),
  "points" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (points >= 0)
) STRICT;

CREATE TABLE "user_badges" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "badge_id" TEXT NOT NULL REFERENCES "badges"(id) DEFERRABLE INITIALLY DEFERRED,
  "awarded_at" TEXT NOT NULL,
  "awarded_by" TEXT,
  "reason" TEXT NOT NULL DEFAULT '',
  "is_pinned" INTEGER NOT NULL DEFAULT 0 CHECK ("is_pinned" IN (0, 1)),
  "seen_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "achievements" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "tier" TEXT NOT NULL CHECK ("tier" = 'bronze' OR "tier" = 'silver' OR "tier" = 'gold' OR "tier" = 'platinum' OR "tier" = 'diamond'),
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "metric" TEXT NOT NULL CHECK ("metric" = 'bookings_made' OR "metric" = 'tickets_solved' OR "metric" = 'tickets_solved_in_time' OR "metric" = 'first_responses_in_time' OR "metric" = 'articles_published' OR "metric" = 'calls_made' OR "metric" = 'calls_succeeded' OR "metric" = 'leads_contacted' OR "metric" = 'leads_converted' OR "metric" = 'satisfaction' OR "metric" = 'points'),
  "threshold" INTEGER NOT NULL,
  "points" INTEGER NOT NULL DEFAULT 0,
  "badge_id" TEXT REFERENCES "badges"(id) DEFERRABLE INITIALLY DEFERRED,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (threshold > 0),
  CHECK (points >= 0)
) STRICT;

CREATE TABLE "user_achievements" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "achievement_id" TEXT NOT NULL REFERENCES "achievements"(id) DEFERRABLE INITIALLY DEFERRED,
  "progress" INTEGER NOT NULL DEFAULT 0,
  "progressed_at" TEXT,
  "unlocked_at" TEXT,
  "seen_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (progress >= 0)
) STRICT;

CREATE TABLE "challenges" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "period" TEXT NOT NULL DEFAULT 'weekly' CHECK ("period" = 'daily' OR "period" = 'weekly' OR "period" = 'monthly' OR "period" = 'custom'),
  "metric" TEXT NOT NULL CHECK ("metric" = 'bookings_made' OR "metric" = 'tickets_solved' OR "metric" = 'tickets_solved_in_time' OR "metric" = 'first_responses_in_time' OR "metric" = 'articles_published' OR "metric" = 'calls_made' OR "metric" = 'calls_succeeded' OR "metric" = 'leads_contacted' OR "metric" = 'leads_converted' OR "metric" = 'satisfaction' OR "metric" = 'points'),
  "target_value" INTEGER NOT NULL,
  "conditions" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("conditions")),
  "starts_at" TEXT NOT NULL,
  "ends_at" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'scheduled' OR "status" = 'active' OR "status" = 'ended' OR "status" = 'cancelled'),
  "points" INTEGER NOT NULL DEFAULT 0,
  "badge_id" TEXT REFERENCES "badges"(id) DEFERRABLE INITIALLY DEFERRED,
  "department_id" TEXT,
  "max_participants" INTEGER,
  "tie_rule" TEXT NOT NULL DEFAULT 'shared' CHECK ("tie_rule" = 'shared' OR "tie_rule" = 'earliest' OR "tie_rule" = 'most_recent_best' OR "tie_rule" = 'drawn'),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (ends_at > starts_at),
  CHECK (target_value > 0),
  CHECK (points >= 0),
  CHECK (max_participants >= 1)
) STRICT;

CREATE TABLE "challenge_participants" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "challenge_id" TEXT NOT NULL REFERENCES "challenges"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "status" TEXT NOT NULL DEFAULT 'joined' CHECK ("status" = 'joined' OR "status" = 'completed' OR "status" = 'missed' OR "status" = 'withdrawn'),
  "joined_at" TEXT NOT NULL,
  "progress" INTEGER NOT NULL DEFAULT 0,
  "progressed_at" TEXT,
  "completed_at" TEXT,
  "withdrawn_at" TEXT,
  "final_rank" INTEGER,
  "points_awarded" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (progress >= 0),
  CHECK (final_rank >= 1),
  CHECK (points_awarded >= 0)
) STRICT;

CREATE TABLE "team_competitions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "metric" TEXT NOT NULL CHECK ("metric" = 'bookings_made' OR "metric" = 'tickets_solved' OR "metric" = 'tickets_solved_in_time' OR "metric" = 'first_responses_in_time' OR "metric" = 'articles_published' OR "metric" = 'calls_made' OR "metric" = 'calls_succeeded' OR "metric" = 'leads_contacted' OR "metric" = 'leads_converted' OR "metric" = 'satisfaction' OR "metric" = 'points'),
  "counting" TEXT NOT NULL DEFAULT 'mean' CHECK ("counting" = 'sum' OR "counting" = 'mean'),
  "conditions" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("conditions")),
  "starts_at" TEXT NOT NULL,
  "ends_at" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'draft' CHECK ("status" = 'draft' OR "status" = 'scheduled' OR "status" = 'active' OR "status" = 'ended' OR "status" = 'cancelled'),
  "prize" TEXT NOT NULL DEFAULT '',
  "points_by_rank" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("points_by_rank")),
  "tie_rule" TEXT NOT NULL DEFAULT 'shared' CHECK ("tie_rule" = 'shared' OR "tie_rule" = 'earliest' OR "tie_rule" = 'most_recent_best' OR "tie_rule" = 'drawn'),
  "is_public" INTEGER NOT NULL DEFAULT 1 CHECK ("is_public" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (ends_at > starts_at)
) STRICT;

CREATE TABLE "competition_teams" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "competition_id" TEXT NOT NULL REFERENCES "team_competitions"(id) DEFERRABLE INITIALLY DEFERRED,
  "department_id" TEXT NOT NULL REFERENCES "departments"(id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL,
  "captain_id" TEXT,
  "member_ids" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("member_ids")),
  "score" INTEGER NOT NULL DEFAULT 0,
  "scored_at" TEXT,
  "final_rank" INTEGER,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (final_rank >= 1)
) STRICT;

CREATE TABLE "rewards" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "kind" TEXT NOT NULL DEFAULT 'other' CHECK ("kind" = 'voucher' OR "kind" = 'time_off' OR "kind" = 'item' OR "kind" = 'experience' OR "kind" = 'donation' OR "kind" = 'other'),
  "cost_points" INTEGER NOT NULL,
  "is_limited" INTEGER NOT NULL DEFAULT 0 CHECK ("is_limited" IN (0, 1)),
  "stock_quantity" INTEGER NOT NULL DEFAULT 0,
  "per_user_limit" INTEGER,
  "needs_approval" INTEGER NOT NULL DEFAULT 1 CHECK ("needs_approval" IN (0, 1)),
  "image_file_id" TEXT,
  "terms" TEXT NOT NULL DEFAULT '',
  "available_from" TEXT,
  "available_until" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (cost_points > 0),
  CHECK (not is_limited or stock_quantity >= 0),
  CHECK (per_user_limit >= 1),
  CHECK (available_until > available_from)
) STRICT;

CREATE TABLE "reward_redemptions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "reward_id" TEXT NOT NULL REFERENCES "rewards"(id) DEFERRABLE INITIALLY DEFERRED,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "quantity" INTEGER NOT NULL DEFAULT 1,
  "points_spent" INTEGER NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'requested' CHECK ("status" = 'requested' OR "status" = 'approved' OR "status" = 'fulfilled' OR "status" = 'rejected' OR "status" = 'cancelled'),
  "requested_at" TEXT NOT NULL,
  "decided_at" TEXT,
  "decided_by" TEXT,
  "decision_note" TEXT NOT NULL DEFAULT '',
  "fulfilled_at" TEXT,
  "fulfilled_by" TEXT,
  "note" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (quantity >= 1),
  CHECK (points_spent >= 0),
  CHECK (status not in ('approved', 'rejected') or (decided_at is not null and decided_by is not null)),
  CHECK (status <> 'fulfilled' or fulfilled_at is not null)
) STRICT;

CREATE TABLE "point_transactions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "user_id" TEXT NOT NULL REFERENCES "users"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL CHECK ("kind" = 'award' OR "kind" = 'bonus' OR "kind" = 'redemption' OR "kind" = 'reversal' OR "kind" = 'adjustment'),
  "points" INTEGER NOT NULL,
  "rule_code" TEXT NOT NULL DEFAULT '',
  "award_key" TEXT NOT NULL,
  "reason" TEXT NOT NULL DEFAULT '',
  "source_table" TEXT NOT NULL DEFAULT '',
  "source_row_id" TEXT,
  "challenge_id" TEXT,
  "competition_id" TEXT,
  "redemption_id" TEXT,
  "reversed_transaction_id" TEXT,
  "occurred_at" TEXT NOT NULL,
  "granted_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (points <> 0),
  CHECK (kind <> 'redemption' or points < 0)
) STRICT;

CREATE TABLE "audit_logs" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "category" TEXT NOT NULL CHECK ("category" = 'data' OR "category" = 'auth' OR "category" = 'security' OR "category" = 'approval' OR "category" = 'access'),
  "action" TEXT NOT NULL CHECK ("action" = 'CREATE' OR "action" = 'READ' OR "action" = 'UPDATE' OR "action" = 'DELETE' OR "action" = 'LOGIN' OR "action" = 'LOGOUT' OR "action" = 'EXPORT' OR "action" = 'REVEAL' OR "action" = 'APPROVE' OR "action" = 'REJECT' OR "action" = 'PURGE'),
  "actor_id" TEXT,
  "entity_type" TEXT NOT NULL DEFAULT '',
  "entity_id" TEXT,
  "command" TEXT NOT NULL DEFAULT '',
  "op_id" TEXT,
  "outcome" TEXT NOT NULL DEFAULT 'success' CHECK ("outcome" = 'success' OR "outcome" = 'failure' OR "outcome" = 'denied'),
  "outcome_code" TEXT NOT NULL DEFAULT '',
  "before_values" TEXT CHECK (json_valid("before_values")),
  "after_values" TEXT CHECK (json_valid("after_values")),
  "reason" TEXT NOT NULL DEFAULT '',
  "occurred_at" TEXT NOT NULL,
  "session_id" TEXT,
  "ip_address" TEXT NOT NULL DEFAULT '',
  "user_agent" TEXT NOT NULL DEFAULT '',
  "chain_id" TEXT NOT NULL,
  "incarnation" TEXT NOT NULL,
  "sequence" INTEGER NOT NULL,
  "details_hash" TEXT NOT NULL,
  "previous_hash" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (sequence >= 1)
) STRICT;

CREATE TABLE "security_events" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'failed_sign_in' OR "kind" = 'lockout' OR "kind" = 'unusual_time' OR "kind" = 'mass_read' OR "kind" = 'mass_export' OR "kind" = 'mass_delete' OR "kind" = 'rights_change' OR "kind" = 'denied_action' OR "kind" = 'clock_change' OR "kind" = 'file_restored' OR "kind" = 'chain_broken' OR "kind" = 'device_revoked' OR "kind" = 'unknown_device' OR "kind" = 'secret_shown' OR "kind" = 'webhook_forged' OR "kind" = 'other'),
  "severity" TEXT NOT NULL DEFAULT 'medium' CHECK ("severity" = 'low' OR "severity" = 'medium' OR "severity" = 'high' OR "severity" = 'critical'),
  "detected_by" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "actor_id" TEXT,
  "subject_user_id" TEXT,
  "device_id" TEXT,
  "session_id" TEXT,
  "ip_address" TEXT NOT NULL DEFAULT '',
  "user_agent" TEXT NOT NULL DEFAULT '',
  "occurred_at" TEXT NOT NULL,
  "event_count" INTEGER NOT NULL DEFAULT 1,
  "response" TEXT NOT NULL DEFAULT 'none' CHECK ("response" = 'none' OR "response" = 'warned' OR "response" = 'blocked' OR "response" = 'locked' OR "response" = 'signed_out' OR "response" = 'wiped'),
  "audit_log_id" TEXT,
  "details" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("details")),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (event_count >= 1)
) STRICT;

CREATE TABLE "gdpr_requests" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "number" TEXT NOT NULL DEFAULT '',
  "provisional_number" TEXT NOT NULL DEFAULT '',
  "law" TEXT NOT NULL CHECK ("law" = 'gdpr' OR "law" = 'lgpd'),
  "kind" TEXT NOT NULL CHECK ("kind" = 'access' OR "kind" = 'rectification' OR "kind" = 'erasure' OR "kind" = 'portability' OR "kind" = 'objection' OR "kind" = 'restriction' OR "kind" = 'information'),
  "received_at" TEXT NOT NULL,
  "due_on" TEXT NOT NULL,
  "extended_until" TEXT,
  "extension_reason" TEXT NOT NULL DEFAULT '',
  "received_by" TEXT NOT NULL DEFAULT 'other' CHECK ("received_by" = 'email' OR "received_by" = 'phone' OR "received_by" = 'in_person' OR "received_by" = 'letter' OR "received_by" = 'form' OR "received_by" = 'authority' OR "received_by" = 'other'),
  "subject_name" TEXT NOT NULL,
  "subject_email" TEXT NOT NULL DEFAULT '',
  "subject_phone" TEXT NOT NULL DEFAULT '',
  "user_id" TEXT,
  "lead_id" TEXT,
  "driver_id" TEXT,
  "whatsapp_contact_id" TEXT,
  "subject_rows" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("subject_rows")),
  "description" TEXT NOT NULL DEFAULT '',
  "assigned_to" TEXT,
  "status" TEXT NOT NULL DEFAULT 'received' CHECK ("status" = 'received' OR "status" = 'identity_check' OR "status" = 'in_progress' OR "status" = 'awaiting_devices' OR "status" = 'done' OR "status" = 'refused'),
  "identity_method" TEXT NOT NULL DEFAULT '',
  "identity_verified_at" TEXT,
  "identity_verified_by" TEXT,
  "decided_at" TEXT,
  "decided_by" TEXT,
  "refusal_reason" TEXT NOT NULL DEFAULT '',
  "completed_at" TEXT,
  "waiting_for_devices" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("waiting_for_devices")),
  "answer_file_id" TEXT,
  "certificate_file_id" TEXT,
  "notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  "number_key" TEXT GENERATED ALWAYS AS (case when number <> '' then number else cast(id as text) end) VIRTUAL,
  CHECK (extended_until >= due_on),
  CHECK (status <> 'refused' or refusal_reason <> ''),
  CHECK (status <> 'done' or completed_at is not null)
) STRICT;

CREATE TABLE "consent_records" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "law" TEXT NOT NULL CHECK ("law" = 'gdpr' OR "law" = 'lgpd'),
  "legal_basis" TEXT NOT NULL DEFAULT 'consent' CHECK ("legal_basis" = 'consent' OR "legal_basis" = 'contract' OR "legal_basis" = 'legal_obligation' OR "legal_basis" = 'vital_interests' OR "legal_basis" = 'public_task' OR "legal_basis" = 'legitimate_interests' OR "legal_basis" = 'credit_protection' OR "legal_basis" = 'health_protection' OR "legal_basis" = 'research' OR "legal_basis" = 'legal_claims'),
  "purpose" TEXT NOT NULL,
  "channel" TEXT NOT NULL DEFAULT 'any' CHECK ("channel" = 'any' OR "channel" = 'email' OR "channel" = 'sms' OR "channel" = 'whatsapp' OR "channel" = 'phone' OR "channel" = 'push' OR "channel" = 'letter'),
  "subject_name" TEXT NOT NULL,
  "subject_contact" TEXT NOT NULL DEFAULT '',
  "user_id" TEXT,
  "lead_id" TEXT,
  "driver_id" TEXT,
  "whatsapp_contact_id" TEXT,
  "given_at" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'given' CHECK ("status" = 'given' OR "status" = 'withdrawn' OR "status" = 'expired'),
  "withdrawal_reason" TEXT NOT NULL DEFAULT '',
  "withdrawn_at" TEXT,
  "expires_at" TEXT,
  "obtained_by" TEXT NOT NULL DEFAULT 'other' CHECK ("obtained_by" = 'form' OR "obtained_by" = 'phone' OR "obtained_by" = 'in_person' OR "obtained_by" = 'email' OR "obtained_by" = 'whatsapp' OR "obtained_by" = 'import' OR "obtained_by" = 'other'),
  "text_version" TEXT NOT NULL DEFAULT '',
  "consent_text" TEXT NOT NULL DEFAULT '',
  "evidence_file_id" TEXT,
  "evidence" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("evidence")),
  "ip_address" TEXT NOT NULL DEFAULT '',
  "user_agent" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (expires_at > given_at),
  CHECK (status <> 'withdrawn' or withdrawn_at is not null),
  CHECK (status <> 'expired' or expires_at is not null)
) STRICT;

CREATE TABLE "data_classifications" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "table_name" TEXT NOT NULL,
  "column_name" TEXT NOT NULL,
  "json_path" TEXT NOT NULL DEFAULT '',
  "classification" TEXT NOT NULL CHECK ("classification" = 'none' OR "classification" = 'business' OR "classification" = 'personal' OR "classification" = 'sensitive'),
  "mask_rule" TEXT NOT NULL DEFAULT 'full' CHECK ("mask_rule" = 'none' OR "mask_rule" = 'full' OR "mask_rule" = 'first' OR "mask_rule" = 'last_four' OR "mask_rule" = 'initials' OR "mask_rule" = 'hash' OR "mask_rule" = 'domain_only'),
  "is_encrypted" INTEGER NOT NULL DEFAULT 0 CHECK ("is_encrypted" IN (0, 1)),
  "retention_days" INTEGER,
  "legal_basis" TEXT CHECK ("legal_basis" = 'consent' OR "legal_basis" = 'contract' OR "legal_basis" = 'legal_obligation' OR "legal_basis" = 'vital_interests' OR "legal_basis" = 'public_task' OR "legal_basis" = 'legitimate_interests' OR "legal_basis" = 'credit_protection' OR "legal_basis" = 'health_protection' OR "legal_basis" = 'research' OR "legal_basis" = 'legal_claims'),
  "purpose" TEXT NOT NULL DEFAULT '',
  "is_detected" INTEGER NOT NULL DEFAULT 0 CHECK ("is_detected" IN (0, 1)),
  "reviewed_at" TEXT,
  "reviewed_by" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (retention_days >= 0)
) STRICT;

CREATE TABLE "data_encryption" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "purpose" TEXT NOT NULL CHECK ("purpose" = 'column' OR "purpose" = 'blind_index' OR "purpose" = 'file' OR "purpose" = 'subject' OR "purpose" = 'backup' OR "purpose" = 'transfer'),
  "key_name" TEXT NOT NULL,
  "key_version" INTEGER NOT NULL,
  "algorithm" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL DEFAULT '',
  "wrapped_by" TEXT NOT NULL DEFAULT '',
  "covers" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("covers")),
  "status" TEXT NOT NULL DEFAULT 'active' CHECK ("status" = 'active' OR "status" = 'retiring' OR "status" = 'retired' OR "status" = 'destroyed'),
  "activated_at" TEXT NOT NULL,
  "rotate_due_at" TEXT,
  "retired_at" TEXT,
  "destroyed_at" TEXT,
  "use_count" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (key_version >= 1),
  CHECK (use_count >= 0),
  CHECK (retired_at >= activated_at),
  CHECK (status <> 'destroyed' or destroyed_at is not null)
) STRICT;

CREATE TABLE "legal_holds" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "matter" TEXT NOT NULL DEFAULT '',
  "reason" TEXT NOT NULL,
  "table_name" TEXT NOT NULL DEFAULT '',
  "row_id" TEXT,
  "row_filter" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("row_filter")),
  "subject_user_id" TEXT,
  "placed_at" TEXT NOT NULL,
  "placed_by" TEXT,
  "review_on" TEXT,
  "status" TEXT NOT NULL DEFAULT 'active' CHECK ("status" = 'active' OR "status" = 'released'),
  "released_at" TEXT,
  "released_by" TEXT,
  "release_reason" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (status <> 'released' or released_at is not null)
) STRICT;

CREATE TABLE "erasure_index" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "subject_hash" TEXT NOT NULL,
  "key_version" INTEGER NOT NULL,
  "law" TEXT NOT NULL CHECK ("law" = 'gdpr' OR "law" = 'lgpd'),
  "request_id" TEXT,
  "erased_at" TEXT NOT NULL,
  "row_counts" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("row_counts")),
  "certificate_hash" TEXT NOT NULL DEFAULT '',
  "reapplied_at" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (key_version >= 1),
  CHECK (length(subject_hash) = 64)
) STRICT;

CREATE VIRTUAL TABLE users_search USING fts5(display_name, email, phone, employee_number, content='users', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE bookings_search USING fts5(title, notes, external_ref, number, provisional_number, requester_name, requester_email, requester_phone, content='bookings', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE external_requests_search USING fts5(summary, requester_name, requester_email, requester_phone, external_id, processing_notes, content='external_requests', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE tickets_search USING fts5(subject, description, number, provisional_number, requester_name, external_ref, content='tickets', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE comments_search USING fts5(body, author_name, content='comments', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE kb_articles_search USING fts5(title, summary, body, keywords, content='kb_articles', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE leads_search USING fts5(name, company, email, phone, content='leads', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE INDEX rejected_ops_state ON rejected_ops (state, rejected_at);

CREATE INDEX "organizations_slug" ON "organizations" ("slug");

CREATE INDEX "business_calendars_name" ON "business_calendars" ("name");

CREATE INDEX "business_calendars_is_default_while_is_default" ON "business_calendars" ("is_default") WHERE "is_default" IN (1);

CREATE INDEX "business_hours_business_calendar_id_weekday_opens_at" ON "business_hours" ("business_calendar_id", "weekday", "opens_at");

CREATE INDEX "holidays_business_calendar_id_holiday_on" ON "holidays" ("business_calendar_id", "holiday_on");

CREATE INDEX "departments_code" ON "departments" ("code");

CREATE INDEX "departments_parent_id_position" ON "departments" ("parent_id", "position");

CREATE INDEX "departments_manager_id" ON "departments" ("manager_id");

CREATE INDEX "departments_business_calendar_id" ON "departments" ("business_calendar_id");

CREATE INDEX "programs_code" ON "programs" ("code");

CREATE INDEX "programs_is_active_position" ON "programs" ("is_active", "position");

CREATE INDEX "programs_department_id" ON "programs" ("department_id");

CREATE INDEX "producers_program_id_code" ON "producers" ("program_id", "code");

CREATE INDEX "producers_program_id_position" ON "producers" ("program_id", "position");

CREATE INDEX "statuses_entity_type_code" ON "statuses" ("entity_type", "code");

CREATE INDEX "statuses_entity_type_while_is_default" ON "statuses" ("entity_type") WHERE "is_default" IN (1);

CREATE INDEX "statuses_entity_type_position" ON "statuses" ("entity_type", "position");

CREATE INDEX "users_email" ON "users" ("email");

CREATE INDEX "users_is_active_display_name" ON "users" ("is_active", "display_name");

CREATE INDEX "users_role_is_active" ON "users" ("role", "is_active");

CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN
  INSERT INTO users_search(rowid, display_name, email, phone, employee_number) VALUES (new.row_no, new.display_name, new.email, new.phone, new.employee_number);
END;

CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN
  INSERT INTO users_search(users_search, rowid, display_name, email, phone, employee_number) VALUES ('delete', old.row_no, old.display_name, old.email, old.phone, old.employee_number);
END;

CREATE TRIGGER users_search_update AFTER UPDATE OF display_name, email, phone, employee_number ON users WHEN old.display_name IS NOT new.display_name OR old.email IS NOT new.email OR old.phone IS NOT new.phone OR old.employee_number IS NOT new.employee_number BEGIN
  INSERT INTO users_search(users_search, rowid, display_name, email, phone, employee_number) VALUES ('delete', old.row_no, old.display_name, old.email, old.phone, old.employee_number);
  INSERT INTO users_search(rowid, display_name, email, phone, employee_number) VALUES (new.row_no, new.display_name, new.email, new.phone, new.employee_number);
END;

CREATE INDEX "user_identities_provider_issuer_subject" ON "user_identities" ("provider", "issuer", "subject");

CREATE INDEX "user_identities_user_id_is_active" ON "user_identities" ("user_id", "is_active");

CREATE INDEX "password_policies_name" ON "password_policies" ("name");

CREATE INDEX "password_policies_is_default_while_is_default" ON "password_policies" ("is_default") WHERE "is_default" IN (1);

CREATE INDEX "devices_code" ON "devices" ("code");

CREATE INDEX "devices_state_last_seen_at" ON "devices" ("state", "last_seen_at");

CREATE INDEX "devices_department_id" ON "devices" ("department_id");

CREATE INDEX "user_credentials_single_key_while_state" ON "user_credentials" ("single_key") WHERE "state" IN ('active');

CREATE INDEX "user_credentials_user_id_kind_state" ON "user_credentials" ("user_id", "kind", "state");

CREATE INDEX "roles_code" ON "roles" ("code");

CREATE INDEX "roles_parent_role_id_position" ON "roles" ("parent_role_id", "position");

CREATE INDEX "permissions_resource_action" ON "permissions" ("resource", "action");

CREATE INDEX "permissions_category_position" ON "permissions" ("category", "position");

CREATE INDEX "role_permissions_role_id_permission_id" ON "role_permissions" ("role_id", "permission_id");

CREATE INDEX "role_permissions_permission_id" ON "role_permissions" ("permission_id");

CREATE INDEX "role_permissions_valid_to" ON "role_permissions" ("valid_to");

CREATE INDEX "user_roles_user_id_role_id_scope_key_lender_key" ON "user_roles" ("user_id", "role_id", "scope_key", "lender_key");

CREATE INDEX "user_roles_role_id" ON "user_roles" ("role_id");

CREATE INDEX "user_roles_valid_to" ON "user_roles" ("valid_to");

CREATE INDEX "user_roles_delegated_by" ON "user_roles" ("delegated_by");

CREATE INDEX "user_roles_department_id" ON "user_roles" ("department_id");

CREATE INDEX "user_roles_program_id" ON "user_roles" ("program_id");

CREATE INDEX "user_roles_producer_id" ON "user_roles" ("producer_id");

CREATE INDEX "groups_code" ON "groups" ("code");

CREATE INDEX "groups_is_active_position" ON "groups" ("is_active", "position");

CREATE INDEX "groups_department_id" ON "groups" ("department_id");

CREATE INDEX "group_members_group_id_user_id" ON "group_members" ("group_id", "user_id");

CREATE INDEX "group_members_user_id" ON "group_members" ("user_id");

CREATE INDEX "org_memberships_user_id" ON "org_memberships" ("user_id");

CREATE INDEX "org_memberships_is_active" ON "org_memberships" ("is_active");

CREATE INDEX "user_sessions_user_id_occurred_at" ON "user_sessions" ("user_id", "occurred_at");

CREATE INDEX "user_sessions_session_id_occurred_at" ON "user_sessions" ("session_id", "occurred_at");

CREATE INDEX "user_sessions_device_id_occurred_at" ON "user_sessions" ("device_id", "occurred_at");

CREATE INDEX "user_departments_user_id_department_id_while_is_current" ON "user_departments" ("user_id", "department_id") WHERE "is_current" IN (1);

CREATE INDEX "user_departments_primary_key_while_is_current" ON "user_departments" ("primary_key") WHERE "is_current" IN (1);

CREATE INDEX "user_departments_user_id_is_current" ON "user_departments" ("user_id", "is_current");

CREATE INDEX "user_departments_department_id_is_current" ON "user_departments" ("department_id", "is_current");

CREATE INDEX "system_settings_scope_key_name" ON "system_settings" ("scope_key", "name");

CREATE INDEX "system_settings_category_name" ON "system_settings" ("category", "name");

CREATE INDEX "system_settings_department_id" ON "system_settings" ("department_id");

CREATE INDEX "system_settings_user_id" ON "system_settings" ("user_id");

CREATE INDEX "cache_namespace_cache_key" ON "cache" ("namespace", "cache_key");

CREATE INDEX "cache_expires_at" ON "cache" ("expires_at");

CREATE INDEX "automations_name" ON "automations" ("name");

CREATE INDEX "automations_entity_type_trigger_event_position" ON "automations" ("entity_type", "trigger_event", "position");

CREATE INDEX "retention_policies_name" ON "retention_policies" ("name");

CREATE INDEX "retention_policies_table_name_state" ON "retention_policies" ("table_name", "state");

CREATE INDEX "saved_views_owner_id_screen_name" ON "saved_views" ("owner_id", "screen", "name");

CREATE INDEX "saved_views_owner_id_screen_while_is_default" ON "saved_views" ("owner_id", "screen") WHERE "is_default" IN (1);

CREATE INDEX "saved_views_screen_shared_with_position" ON "saved_views" ("screen", "shared_with", "position");

CREATE INDEX "saved_views_group_id" ON "saved_views" ("group_id");

CREATE INDEX "files_sha256" ON "files" ("sha256");

CREATE INDEX "files_scan_state_uploaded_at" ON "files" ("scan_state", "uploaded_at");

CREATE INDEX "workflows_code_version_number_variant" ON "workflows" ("code", "version_number", "variant");

CREATE INDEX "workflows_code_variant_while_state" ON "workflows" ("code", "variant") WHERE "state" IN ('published');

CREATE INDEX "workflows_state_entity_type_trigger_kind_position" ON "workflows" ("state", "entity_type", "trigger_kind", "position");

CREATE INDEX "workflow_steps_workflow_id_code" ON "workflow_steps" ("workflow_id", "code");

CREATE INDEX "workflow_steps_workflow_id_position" ON "workflow_steps" ("workflow_id", "position");

CREATE INDEX "workflow_executions_idempotency_key" ON "workflow_executions" ("idempotency_key");

CREATE INDEX "workflow_executions_entity_id_queued_at" ON "workflow_executions" ("entity_id", "queued_at");

CREATE INDEX "workflow_executions_state_queued_at" ON "workflow_executions" ("state", "queued_at");

CREATE INDEX "workflow_executions_workflow_id_queued_at" ON "workflow_executions" ("workflow_id", "queued_at");

CREATE INDEX "workflow_executions_waiting_until_while_state" ON "workflow_executions" ("waiting_until") WHERE "state" IN ('waiting');

CREATE INDEX "workflow_step_executions_idempotency_key" ON "workflow_step_executions" ("idempotency_key");

CREATE INDEX "workflow_step_executions_execution_id_queued_at" ON "workflow_step_executions" ("execution_id", "queued_at");

CREATE INDEX "workflow_step_executions_state_next_attempt_at" ON "workflow_step_executions" ("state", "next_attempt_at");

CREATE INDEX "workflow_step_executions_step_id_queued_at" ON "workflow_step_executions" ("step_id", "queued_at");

CREATE INDEX "approvals_state_due_at" ON "approvals" ("state", "due_at");

CREATE INDEX "approvals_state_requested_at" ON "approvals" ("state", "requested_at");

CREATE INDEX "approvals_approver_id_state_due_at" ON "approvals" ("approver_id", "state", "due_at");

CREATE INDEX "approvals_approver_group_id_state_due_at" ON "approvals" ("approver_group_id", "state", "due_at");

CREATE INDEX "approvals_requested_by_requested_at" ON "approvals" ("requested_by", "requested_at");

CREATE INDEX "approvals_entity_id_step_number" ON "approvals" ("entity_id", "step_number");

CREATE INDEX "approvals_execution_id" ON "approvals" ("execution_id");

CREATE INDEX "approval_history_approval_id_acted_at" ON "approval_history" ("approval_id", "acted_at");

CREATE INDEX "approval_history_acted_by_acted_at" ON "approval_history" ("acted_by", "acted_at");

CREATE INDEX "resources_place_name" ON "resources" ("place", "name");

CREATE INDEX "resources_kind_place_category_position" ON "resources" ("kind", "place", "category", "position");

CREATE INDEX "resources_external_calendar_id" ON "resources" ("external_calendar_id");

CREATE INDEX "resources_user_id" ON "resources" ("user_id");

CREATE INDEX "booking_series_resource_id_status" ON "booking_series" ("resource_id", "status");

CREATE INDEX "booking_series_status_expanded_until" ON "booking_series" ("status", "expanded_until");

CREATE INDEX "booking_series_former_series_id" ON "booking_series" ("former_series_id");

CREATE INDEX "bookings_resource_id_end_time_start_time" ON "bookings" ("resource_id", "end_time", "start_time");

CREATE INDEX "bookings_resource_id_end_time_start_time_while_status" ON "bookings" ("resource_id", "end_time", "start_time") WHERE "status" IN ('held', 'pending', 'confirmed', 'checked_in');

CREATE INDEX "bookings_start_time" ON "bookings" ("start_time");

CREATE INDEX "bookings_status_start_time" ON "bookings" ("status", "start_time");

CREATE INDEX "bookings_import_id" ON "bookings" ("import_id");

CREATE INDEX "bookings_series_id_start_time" ON "bookings" ("series_id", "start_time");

CREATE INDEX "bookings_bundle_id" ON "bookings" ("bundle_id");

CREATE INDEX "bookings_owner_id_start_time" ON "bookings" ("owner_id", "start_time");

CREATE INDEX "bookings_hold_expires_at_while_status" ON "bookings" ("hold_expires_at") WHERE "status" IN ('held');

CREATE TRIGGER bookings_search_insert AFTER INSERT ON bookings BEGIN
  INSERT INTO bookings_search(rowid, title, notes, external_ref, number, provisional_number, requester_name, requester_email, requester_phone) VALUES (new.row_no, new.title, new.notes, new.external_ref, new.number, new.provisional_number, new.requester_name, new.requester_email, new.requester_phone);
END;

CREATE TRIGGER bookings_search_delete AFTER DELETE ON bookings BEGIN
  INSERT INTO bookings_search(bookings_search, rowid, title, notes, external_ref, number, provisional_number, requester_name, requester_email, requester_phone) VALUES ('delete', old.row_no, old.title, old.notes, old.external_ref, old.number, old.provisional_number, old.requester_name, old.requester_email, old.requester_phone);
END;

CREATE TRIGGER bookings_search_update AFTER UPDATE OF title, notes, external_ref, number, provisional_number, requester_name, requester_email, requester_phone ON bookings WHEN old.title IS NOT new.title OR old.notes IS NOT new.notes OR old.external_ref IS NOT new.external_ref OR old.number IS NOT new.number OR old.provisional_number IS NOT new.provisional_number OR old.requester_name IS NOT new.requester_name OR old.requester_email IS NOT new.requester_email OR old.requester_phone IS NOT new.requester_phone BEGIN
  INSERT INTO bookings_search(bookings_search, rowid, title, notes, external_ref, number, provisional_number, requester_name, requester_email, requester_phone) VALUES ('delete', old.row_no, old.title, old.notes, old.external_ref, old.number, old.provisional_number, old.requester_name, old.requester_email, old.requester_phone);
  INSERT INTO bookings_search(rowid, title, notes, external_ref, number, provisional_number, requester_name, requester_email, requester_phone) VALUES (new.row_no, new.title, new.notes, new.external_ref, new.number, new.provisional_number, new.requester_name, new.requester_email, new.requester_phone);
END;

CREATE INDEX "booking_attendees_booking_id_position" ON "booking_attendees" ("booking_id", "position");

CREATE INDEX "booking_attendees_user_id" ON "booking_attendees" ("user_id");

CREATE INDEX "workshops_code" ON "workshops" ("code");

CREATE INDEX "workshops_status_position" ON "workshops" ("status", "position");

CREATE INDEX "workshops_category_position" ON "workshops" ("category", "position");

CREATE INDEX "workshops_resource_id" ON "workshops" ("resource_id");

CREATE INDEX "workshop_sessions_workshop_id_start_time" ON "workshop_sessions" ("workshop_id", "start_time");

CREATE INDEX "workshop_sessions_status_start_time" ON "workshop_sessions" ("status", "start_time");

CREATE INDEX "workshop_sessions_instructor_id_start_time" ON "workshop_sessions" ("instructor_id", "start_time");

CREATE INDEX "workshop_sessions_booking_id" ON "workshop_sessions" ("booking_id");

CREATE INDEX "workshop_sessions_resource_id" ON "workshop_sessions" ("resource_id");

CREATE INDEX "workshop_enrollments_session_id_status_enrolled_at" ON "workshop_enrollments" ("session_id", "status", "enrolled_at");

CREATE INDEX "workshop_enrollments_user_id" ON "workshop_enrollments" ("user_id");

CREATE INDEX "waitlist_entries_status_start_time" ON "waitlist_entries" ("status", "start_time");

CREATE INDEX "waitlist_entries_resource_id_status_entered_at" ON "waitlist_entries" ("resource_id", "status", "entered_at");

CREATE INDEX "waitlist_entries_workshop_session_id_status_entered_at" ON "waitlist_entries" ("workshop_session_id", "status", "entered_at");

CREATE INDEX "waitlist_entries_booking_id" ON "waitlist_entries" ("booking_id");

CREATE INDEX "waitlist_entries_offer_expires_at_while_status" ON "waitlist_entries" ("offer_expires_at") WHERE "status" IN ('offered');

CREATE INDEX "calendar_integrations_provider_external_calendar_id" ON "calendar_integrations" ("provider", "external_calendar_id");

CREATE INDEX "calendar_integrations_sync_status_last_sync_at" ON "calendar_integrations" ("sync_status", "last_sync_at");

CREATE INDEX "calendar_integrations_token_expires_at" ON "calendar_integrations" ("token_expires_at");

CREATE INDEX "calendar_events_calendar_integration_id_external_event_id_recurrence_id" ON "calendar_events" ("calendar_integration_id", "external_event_id", "recurrence_id");

CREATE INDEX "calendar_events_start_time_end_time" ON "calendar_events" ("start_time", "end_time");

CREATE INDEX "calendar_events_resource_id_end_time_start_time" ON "calendar_events" ("resource_id", "end_time", "start_time");

CREATE INDEX "calendar_events_external_event_id" ON "calendar_events" ("external_event_id");

CREATE INDEX "booking_external_refs_calendar_integration_id_external_event_id_recurrence_id" ON "booking_external_refs" ("calendar_integration_id", "external_event_id", "recurrence_id");

CREATE INDEX "booking_external_refs_booking_id_calendar_integration_id" ON "booking_external_refs" ("booking_id", "calendar_integration_id");

CREATE INDEX "booking_external_refs_state" ON "booking_external_refs" ("state");

CREATE INDEX "external_requests_source_external_id" ON "external_requests" ("source", "external_id");

CREATE INDEX "external_requests_status_received_at" ON "external_requests" ("status", "received_at");

CREATE INDEX "external_requests_assigned_to_status_received_at" ON "external_requests" ("assigned_to", "status", "received_at");

CREATE INDEX "external_requests_assigned_group_id_status_received_at" ON "external_requests" ("assigned_group_id", "status", "received_at");

CREATE INDEX "external_requests_request_type_status_received_at" ON "external_requests" ("request_type", "status", "received_at");

CREATE INDEX "external_requests_booking_id" ON "external_requests" ("booking_id");

CREATE INDEX "external_requests_ticket_id" ON "external_requests" ("ticket_id");

CREATE INDEX "external_requests_lead_id" ON "external_requests" ("lead_id");

CREATE TRIGGER external_requests_search_insert AFTER INSERT ON external_requests BEGIN
  INSERT INTO external_requests_search(rowid, summary, requester_name, requester_email, requester_phone, external_id, processing_notes) VALUES (new.row_no, new.summary, new.requester_name, new.requester_email, new.requester_phone, new.external_id, new.processing_notes);
END;

CREATE TRIGGER external_requests_search_delete AFTER DELETE ON external_requests BEGIN
  INSERT INTO external_requests_search(external_requests_search, rowid, summary, requester_name, requester_email, requester_phone, external_id, processing_notes) VALUES ('delete', old.row_no, old.summary, old.requester_name, old.requester_email, old.requester_phone, old.external_id, old.processing_notes);
END;

CREATE TRIGGER external_requests_search_update AFTER UPDATE OF summary, requester_name, requester_email, requester_phone, external_id, processing_notes ON external_requests WHEN old.summary IS NOT new.summary OR old.requester_name IS NOT new.requester_name OR old.requester_email IS NOT new.requester_email OR old.requester_phone IS NOT new.requester_phone OR old.external_id IS NOT new.external_id OR old.processing_notes IS NOT new.processing_notes BEGIN
  INSERT INTO external_requests_search(external_requests_search, rowid, summary, requester_name, requester_email, requester_phone, external_id, processing_notes) VALUES ('delete', old.row_no, old.summary, old.requester_name, old.requester_email, old.requester_phone, old.external_id, old.processing_notes);
  INSERT INTO external_requests_search(rowid, summary, requester_name, requester_email, requester_phone, external_id, processing_notes) VALUES (new.row_no, new.summary, new.requester_name, new.requester_email, new.requester_phone, new.external_id, new.processing_notes);
END;

CREATE INDEX "request_attachments_request_id_position" ON "request_attachments" ("request_id", "position");

CREATE INDEX "request_attachments_file_id" ON "request_attachments" ("file_id");

CREATE INDEX "conflict_logs_status_severity_created_at" ON "conflict_logs" ("status", "severity", "created_at");

CREATE INDEX "conflict_logs_status_resolved_at_created_at" ON "conflict_logs" ("status", "resolved_at", "created_at");

CREATE INDEX "conflict_logs_row_id_created_at" ON "conflict_logs" ("row_id", "created_at");

CREATE INDEX "conflict_logs_other_row_id_created_at" ON "conflict_logs" ("other_row_id", "created_at");

CREATE INDEX "conflict_logs_resource_id_status" ON "conflict_logs" ("resource_id", "status");

CREATE INDEX "conflict_logs_assigned_to_status_created_at" ON "conflict_logs" ("assigned_to", "status", "created_at");

CREATE INDEX "priorities_code" ON "priorities" ("code");

CREATE INDEX "priorities_is_default_while_is_default" ON "priorities" ("is_default") WHERE "is_default" IN (1);

CREATE INDEX "priorities_is_active_level" ON "priorities" ("is_active", "level");

CREATE INDEX "categories_parent_key_name" ON "categories" ("parent_key", "name");

CREATE INDEX "categories_parent_id_position" ON "categories" ("parent_id", "position");

CREATE INDEX "categories_default_priority_id" ON "categories" ("default_priority_id");

CREATE INDEX "categories_default_department_id" ON "categories" ("default_department_id");

CREATE INDEX "ticket_templates_name" ON "ticket_templates" ("name");

CREATE INDEX "ticket_templates_is_active_position" ON "ticket_templates" ("is_active", "position");

CREATE INDEX "ticket_templates_category_id" ON "ticket_templates" ("category_id");

CREATE INDEX "ticket_templates_priority_id" ON "ticket_templates" ("priority_id");

CREATE INDEX "macros_owner_key_name" ON "macros" ("owner_key", "name");

CREATE INDEX "macros_is_active_position" ON "macros" ("is_active", "position");

CREATE INDEX "macros_department_id" ON "macros" ("department_id");

CREATE INDEX "tickets_number_key" ON "tickets" ("number_key");

CREATE INDEX "tickets_status_id_opened_at" ON "tickets" ("status_id", "opened_at");

CREATE INDEX "tickets_status_id_next_due_at_opened_at" ON "tickets" ("status_id", "next_due_at", "opened_at");

CREATE INDEX "tickets_assignee_id_status_id_priority_id_opened_at_next_due_at" ON "tickets" ("assignee_id", "status_id", "priority_id", "opened_at", "next_due_at");

CREATE INDEX "tickets_assignment_group_id_status_id_priority_id_opened_at_next_due_at_assignee_id" ON "tickets" ("assignment_group_id", "status_id", "priority_id", "opened_at", "next_due_at", "assignee_id");

CREATE INDEX "tickets_category_id_status_id_priority_id_opened_at_next_due_at" ON "tickets" ("category_id", "status_id", "priority_id", "opened_at", "next_due_at");

CREATE INDEX "tickets_priority_id_status_id_opened_at_next_due_at" ON "tickets" ("priority_id", "status_id", "opened_at", "next_due_at");

CREATE INDEX "tickets_requester_id_opened_at" ON "tickets" ("requester_id", "opened_at");

CREATE INDEX "tickets_opened_at" ON "tickets" ("opened_at");

CREATE INDEX "tickets_last_activity_at" ON "tickets" ("last_activity_at");

CREATE INDEX "tickets_number" ON "tickets" ("number");

CREATE INDEX "tickets_provisional_number" ON "tickets" ("provisional_number");

CREATE INDEX "tickets_parent_id" ON "tickets" ("parent_id");

CREATE INDEX "tickets_merged_into_id" ON "tickets" ("merged_into_id");

CREATE INDEX "tickets_resource_id" ON "tickets" ("resource_id");

CREATE INDEX "tickets_booking_id" ON "tickets" ("booking_id");

CREATE INDEX "tickets_external_ref" ON "tickets" ("external_ref");

CREATE INDEX "tickets_import_id" ON "tickets" ("import_id");

CREATE INDEX "tickets_department_id" ON "tickets" ("department_id");

CREATE TRIGGER tickets_search_insert AFTER INSERT ON tickets BEGIN
  INSERT INTO tickets_search(rowid, subject, description, number, provisional_number, requester_name, external_ref) VALUES (new.row_no, new.subject, new.description, new.number, new.provisional_number, new.requester_name, new.external_ref);
END;

CREATE TRIGGER tickets_search_delete AFTER DELETE ON tickets BEGIN
  INSERT INTO tickets_search(tickets_search, rowid, subject, description, number, provisional_number, requester_name, external_ref) VALUES ('delete', old.row_no, old.subject, old.description, old.number, old.provisional_number, old.requester_name, old.external_ref);
END;

CREATE TRIGGER tickets_search_update AFTER UPDATE OF subject, description, number, provisional_number, requester_name, external_ref ON tickets WHEN old.subject IS NOT new.subject OR old.description IS NOT new.description OR old.number IS NOT new.number OR old.provisional_number IS NOT new.provisional_number OR old.requester_name IS NOT new.requester_name OR old.external_ref IS NOT new.external_ref BEGIN
  INSERT INTO tickets_search(tickets_search, rowid, subject, description, number, provisional_number, requester_name, external_ref) VALUES ('delete', old.row_no, old.subject, old.description, old.number, old.provisional_number, old.requester_name, old.external_ref);
  INSERT INTO tickets_search(rowid, subject, description, number, provisional_number, requester_name, external_ref) VALUES (new.row_no, new.subject, new.description, new.number, new.provisional_number, new.requester_name, new.external_ref);
END;

CREATE INDEX "ticket_links_ticket_id_linked_ticket_id_kind" ON "ticket_links" ("ticket_id", "linked_ticket_id", "kind");

CREATE INDEX "ticket_links_linked_ticket_id" ON "ticket_links" ("linked_ticket_id");

CREATE INDEX "ticket_watchers_ticket_id_watcher_key" ON "ticket_watchers" ("ticket_id", "watcher_key");

CREATE INDEX "ticket_watchers_user_id_ticket_id" ON "ticket_watchers" ("user_id", "ticket_id");

CREATE INDEX "comments_ticket_id_written_at_sequence" ON "comments" ("ticket_id", "written_at", "sequence");

CREATE INDEX "comments_author_id_written_at" ON "comments" ("author_id", "written_at");

CREATE INDEX "comments_kind_written_at" ON "comments" ("kind", "written_at");

CREATE INDEX "comments_scheduled_for_while_state" ON "comments" ("scheduled_for") WHERE "state" IN ('scheduled');

CREATE INDEX "comments_message_id" ON "comments" ("message_id");

CREATE INDEX "comments_external_ref" ON "comments" ("external_ref");

CREATE INDEX "comments_import_id" ON "comments" ("import_id");

CREATE TRIGGER comments_search_insert AFTER INSERT ON comments BEGIN
  INSERT INTO comments_search(rowid, body, author_name) VALUES (new.row_no, new.body, new.author_name);
END;

CREATE TRIGGER comments_search_delete AFTER DELETE ON comments BEGIN
  INSERT INTO comments_search(comments_search, rowid, body, author_name) VALUES ('delete', old.row_no, old.body, old.author_name);
END;

CREATE TRIGGER comments_search_update AFTER UPDATE OF body, author_name ON comments WHEN old.body IS NOT new.body OR old.author_name IS NOT new.author_name BEGIN
  INSERT INTO comments_search(comments_search, rowid, body, author_name) VALUES ('delete', old.row_no, old.body, old.author_name);
  INSERT INTO comments_search(rowid, body, author_name) VALUES (new.row_no, new.body, new.author_name);
END;

CREATE INDEX "attachments_ticket_id_uploaded_at" ON "attachments" ("ticket_id", "uploaded_at");

CREATE INDEX "attachments_comment_id" ON "attachments" ("comment_id");

CREATE INDEX "attachments_file_id" ON "attachments" ("file_id");

CREATE INDEX "sla_policies_code_version_number" ON "sla_policies" ("code", "version_number");

CREATE INDEX "sla_policies_code_while_state" ON "sla_policies" ("code") WHERE "state" IN ('active');

CREATE INDEX "sla_policies_is_default_while_is_default" ON "sla_policies" ("is_default") WHERE "is_default" IN (1);

CREATE INDEX "sla_policies_state_position" ON "sla_policies" ("state", "position");

CREATE INDEX "sla_policies_priority_id" ON "sla_policies" ("priority_id");

CREATE INDEX "sla_policies_category_id" ON "sla_policies" ("category_id");

CREATE INDEX "sla_policies_department_id" ON "sla_policies" ("department_id");

CREATE INDEX "sla_policies_calendar_id" ON "sla_policies" ("calendar_id");

CREATE INDEX "sla_tracking_ticket_id_while_clock" ON "sla_tracking" ("ticket_id") WHERE "clock" IN ('first_response');

CREATE INDEX "sla_tracking_ticket_id_clock_run_number" ON "sla_tracking" ("ticket_id", "clock", "run_number");

CREATE INDEX "sla_tracking_state_due_at" ON "sla_tracking" ("state", "due_at");

CREATE INDEX "sla_tracking_policy_id_state" ON "sla_tracking" ("policy_id", "state");

CREATE INDEX "sla_tracking_warn_at_while_state" ON "sla_tracking" ("warn_at") WHERE "state" IN ('running');

CREATE INDEX "sla_tracking_import_id" ON "sla_tracking" ("import_id");

CREATE INDEX "escalations_step_key" ON "escalations" ("step_key");

CREATE INDEX "escalations_ticket_id_triggered_at" ON "escalations" ("ticket_id", "triggered_at");

CREATE INDEX "escalations_state_triggered_at" ON "escalations" ("state", "triggered_at");

CREATE INDEX "escalations_escalated_to_id_state" ON "escalations" ("escalated_to_id", "state");

CREATE INDEX "kb_categories_slug" ON "kb_categories" ("slug");

CREATE INDEX "kb_categories_parent_id_position" ON "kb_categories" ("parent_id", "position");

CREATE INDEX "kb_articles_slug" ON "kb_articles" ("slug");

CREATE INDEX "kb_articles_category_id_state_position" ON "kb_articles" ("category_id", "state", "position");

CREATE INDEX "kb_articles_state_published_at" ON "kb_articles" ("state", "published_at");

CREATE INDEX "kb_articles_owner_id_review_due" ON "kb_articles" ("owner_id", "review_due");

CREATE INDEX "kb_articles_ticket_id" ON "kb_articles" ("ticket_id");

CREATE TRIGGER kb_articles_search_insert AFTER INSERT ON kb_articles BEGIN
  INSERT INTO kb_articles_search(rowid, title, summary, body, keywords) VALUES (new.row_no, new.title, new.summary, new.body, new.keywords);
END;

CREATE TRIGGER kb_articles_search_delete AFTER DELETE ON kb_articles BEGIN
  INSERT INTO kb_articles_search(kb_articles_search, rowid, title, summary, body, keywords) VALUES ('delete', old.row_no, old.title, old.summary, old.body, old.keywords);
END;

CREATE TRIGGER kb_articles_search_update AFTER UPDATE OF title, summary, body, keywords ON kb_articles WHEN old.title IS NOT new.title OR old.summary IS NOT new.summary OR old.body IS NOT new.body OR old.keywords IS NOT new.keywords BEGIN
  INSERT INTO kb_articles_search(kb_articles_search, rowid, title, summary, body, keywords) VALUES ('delete', old.row_no, old.title, old.summary, old.body, old.keywords);
  INSERT INTO kb_articles_search(rowid, title, summary, body, keywords) VALUES (new.row_no, new.title, new.summary, new.body, new.keywords);
END;

CREATE INDEX "kb_article_versions_article_id_version_number_while_state" ON "kb_article_versions" ("article_id", "version_number") WHERE "state" IN ('published', 'superseded');

CREATE INDEX "kb_article_versions_article_id_while_state" ON "kb_article_versions" ("article_id") WHERE "state" IN ('published');

CREATE INDEX "kb_article_versions_article_id_version_number" ON "kb_article_versions" ("article_id", "version_number");

CREATE INDEX "kb_article_versions_state_submitted_at" ON "kb_article_versions" ("state", "submitted_at");

CREATE INDEX "kb_article_versions_author_id_state" ON "kb_article_versions" ("author_id", "state");

CREATE INDEX "kb_tags_slug" ON "kb_tags" ("slug");

CREATE INDEX "kb_article_tags_article_id_tag_id_while_is_current" ON "kb_article_tags" ("article_id", "tag_id") WHERE "is_current" IN (1);

CREATE INDEX "kb_article_tags_tag_id_is_current" ON "kb_article_tags" ("tag_id", "is_current");

CREATE INDEX "kb_article_tags_article_id" ON "kb_article_tags" ("article_id");

CREATE INDEX "kb_article_feedback_article_id_given_at" ON "kb_article_feedback" ("article_id", "given_at");

CREATE INDEX "kb_article_feedback_state_given_at" ON "kb_article_feedback" ("state", "given_at");

CREATE INDEX "kb_article_feedback_ticket_id" ON "kb_article_feedback" ("ticket_id");

CREATE INDEX "kb_article_attachments_article_id_position" ON "kb_article_attachments" ("article_id", "position");

CREATE INDEX "kb_article_attachments_file_id" ON "kb_article_attachments" ("file_id");

CREATE INDEX "surveys_status_opens_at" ON "surveys" ("status", "opens_at");

CREATE INDEX "surveys_trigger_event_status" ON "surveys" ("trigger_event", "status");

CREATE INDEX "survey_responses_survey_id_submitted_at" ON "survey_responses" ("survey_id", "submitted_at");

CREATE INDEX "survey_responses_ticket_id" ON "survey_responses" ("ticket_id");

CREATE INDEX "survey_responses_booking_id" ON "survey_responses" ("booking_id");

CREATE INDEX "survey_responses_workshop_session_id" ON "survey_responses" ("workshop_session_id");

CREATE INDEX "satisfaction_surveys_ticket_id" ON "satisfaction_surveys" ("ticket_id");

CREATE INDEX "satisfaction_surveys_booking_id" ON "satisfaction_surveys" ("booking_id");

CREATE INDEX "satisfaction_surveys_agent_id_answered_at" ON "satisfaction_surveys" ("agent_id", "answered_at");

CREATE INDEX "satisfaction_surveys_state_sent_at" ON "satisfaction_surveys" ("state", "sent_at");

CREATE INDEX "satisfaction_surveys_follow_up_answered_at" ON "satisfaction_surveys" ("follow_up", "answered_at");

CREATE INDEX "announcements_status_is_pinned_published_at" ON "announcements" ("status", "is_pinned", "published_at");

CREATE INDEX "announcements_status_expires_at" ON "announcements" ("status", "expires_at");

CREATE INDEX "announcements_department_id" ON "announcements" ("department_id");

CREATE INDEX "addresses_zip_code_street_1" ON "addresses" ("zip_code", "street_1");

CREATE INDEX "addresses_city" ON "addresses" ("city");

CREATE INDEX "addresses_standardized_by_source" ON "addresses" ("standardized_by_source");

CREATE INDEX "addresses_delivery_point_validation" ON "addresses" ("delivery_point_validation");

CREATE INDEX "households_name" ON "households" ("name");

CREATE INDEX "households_external_household_id" ON "households" ("external_household_id");

CREATE INDEX "households_address_id" ON "households" ("address_id");

CREATE INDEX "drivers_household_id_position" ON "drivers" ("household_id", "position");

CREATE INDEX "drivers_last_name_first_name" ON "drivers" ("last_name", "first_name");

CREATE INDEX "drivers_external_verification_status" ON "drivers" ("external_verification_status");

CREATE INDEX "drivers_last_verification_date" ON "drivers" ("last_verification_date");

CREATE INDEX "drivers_external_driver_id" ON "drivers" ("external_driver_id");

CREATE INDEX "drivers_address_id" ON "drivers" ("address_id");

CREATE INDEX "licenses_driver_id_is_primary" ON "licenses" ("driver_id", "is_primary");

CREATE INDEX "licenses_license_number" ON "licenses" ("license_number");

CREATE INDEX "licenses_external_verification_status" ON "licenses" ("external_verification_status");

CREATE INDEX "licenses_last_verification_date" ON "licenses" ("last_verification_date");

CREATE INDEX "licenses_expires_on" ON "licenses" ("expires_on");

CREATE INDEX "vehicles_household_id_position" ON "vehicles" ("household_id", "position");

CREATE INDEX "vehicles_vin" ON "vehicles" ("vin");

CREATE INDEX "vehicles_plate" ON "vehicles" ("plate");

CREATE INDEX "vehicles_primary_driver_id" ON "vehicles" ("primary_driver_id");

CREATE INDEX "vehicles_external_verification_status" ON "vehicles" ("external_verification_status");

CREATE INDEX "vehicles_garaging_address_id" ON "vehicles" ("garaging_address_id");

CREATE INDEX "quotes_number_key" ON "quotes" ("number_key");

CREATE INDEX "quotes_status_valid_until" ON "quotes" ("status", "valid_until");

CREATE INDEX "quotes_assigned_to_status" ON "quotes" ("assigned_to", "status");

CREATE INDEX "quotes_program_id_status" ON "quotes" ("program_id", "status");

CREATE INDEX "quotes_lead_id" ON "quotes" ("lead_id");

CREATE INDEX "quotes_external_ref" ON "quotes" ("external_ref");

CREATE INDEX "quotes_provisional_number" ON "quotes" ("provisional_number");

CREATE INDEX "quotes_producer_id" ON "quotes" ("producer_id");

CREATE INDEX "quotes_household_id" ON "quotes" ("household_id");

CREATE INDEX "quotes_primary_driver_id" ON "quotes" ("primary_driver_id");

CREATE INDEX "third_party_integrations_code" ON "third_party_integrations" ("code");

CREATE INDEX "third_party_integrations_is_active_position" ON "third_party_integrations" ("is_active", "position");

CREATE INDEX "third_party_integrations_kind_position" ON "third_party_integrations" ("kind", "position");

CREATE INDEX "third_party_integrations_status_id" ON "third_party_integrations" ("status_id");

CREATE INDEX "integration_configurations_integration_id_environment_scope_key" ON "integration_configurations" ("integration_id", "environment", "scope_key");

CREATE INDEX "integration_configurations_configuration_level" ON "integration_configurations" ("configuration_level");

CREATE INDEX "integration_configurations_is_enabled" ON "integration_configurations" ("is_enabled");

CREATE INDEX "integration_configurations_health_health_checked_at" ON "integration_configurations" ("health", "health_checked_at");

CREATE INDEX "integration_configurations_program_id" ON "integration_configurations" ("program_id");

CREATE INDEX "integration_configurations_producer_id" ON "integration_configurations" ("producer_id");

CREATE INDEX "integration_configurations_status_id" ON "integration_configurations" ("status_id");

CREATE INDEX "integration_permissions_integration_id_permission_type_permission_target_id_scope_key" ON "integration_permissions" ("integration_id", "permission_type", "permission_target_id", "scope_key");

CREATE INDEX "integration_permissions_permission_type_permission_target_id" ON "integration_permissions" ("permission_type", "permission_target_id");

CREATE INDEX "integration_permissions_scope_level" ON "integration_permissions" ("scope_level");

CREATE INDEX "integration_permissions_program_id" ON "integration_permissions" ("program_id");

CREATE INDEX "integration_permissions_producer_id" ON "integration_permissions" ("producer_id");

CREATE INDEX "integration_permissions_status_id" ON "integration_permissions" ("status_id");

CREATE INDEX "integration_requests_requested_at" ON "integration_requests" ("requested_at");

CREATE INDEX "integration_requests_request_status_requested_at" ON "integration_requests" ("request_status", "requested_at");

CREATE INDEX "integration_requests_integration_id_requested_at" ON "integration_requests" ("integration_id", "requested_at");

CREATE INDEX "integration_requests_quote_id" ON "integration_requests" ("quote_id");

CREATE INDEX "integration_requests_driver_id" ON "integration_requests" ("driver_id");

CREATE INDEX "integration_requests_user_id_requested_at" ON "integration_requests" ("user_id", "requested_at");

CREATE INDEX "integration_requests_correlation_id" ON "integration_requests" ("correlation_id");

CREATE INDEX "integration_requests_external_transaction_id" ON "integration_requests" ("external_transaction_id");

CREATE INDEX "integration_requests_retention_until" ON "integration_requests" ("retention_until");

CREATE INDEX "integration_requests_configuration_id" ON "integration_requests" ("configuration_id");

CREATE INDEX "integration_requests_status_id" ON "integration_requests" ("status_id");

CREATE INDEX "integration_request_attempts_request_id_attempt_number" ON "integration_request_attempts" ("request_id", "attempt_number");

CREATE INDEX "integration_request_attempts_outcome_started_at" ON "integration_request_attempts" ("outcome", "started_at");

CREATE INDEX "integration_verification_results_target_entity_type_target_entity_id_verified_at" ON "integration_verification_results" ("target_entity_type", "target_entity_id", "verified_at");

CREATE INDEX "integration_verification_results_verification_status_verified_at" ON "integration_verification_results" ("verification_status", "verified_at");

CREATE INDEX "integration_verification_results_verification_type_verified_at" ON "integration_verification_results" ("verification_type", "verified_at");

CREATE INDEX "integration_verification_results_cache_expires_at" ON "integration_verification_results" ("cache_expires_at");

CREATE INDEX "integration_verification_results_external_verification_id" ON "integration_verification_results" ("external_verification_id");

CREATE INDEX "integration_verification_results_request_id" ON "integration_verification_results" ("request_id");

CREATE INDEX "integration_verification_results_status_id" ON "integration_verification_results" ("status_id");

CREATE INDEX "integration_logs_started_at" ON "integration_logs" ("started_at");

CREATE INDEX "integration_logs_integration_id_started_at" ON "integration_logs" ("integration_id", "started_at");

CREATE INDEX "integration_logs_outcome_started_at" ON "integration_logs" ("outcome", "started_at");

CREATE INDEX "integration_logs_operation_started_at" ON "integration_logs" ("operation", "started_at");

CREATE INDEX "integration_logs_correlation_id" ON "integration_logs" ("correlation_id");

CREATE INDEX "webhooks_name" ON "webhooks" ("name");

CREATE INDEX "webhooks_is_active_direction" ON "webhooks" ("is_active", "direction");

CREATE INDEX "webhooks_integration_id" ON "webhooks" ("integration_id");

CREATE INDEX "webhook_deliveries_webhook_id_queued_at" ON "webhook_deliveries" ("webhook_id", "queued_at");

CREATE INDEX "webhook_deliveries_webhook_id_message_id" ON "webhook_deliveries" ("webhook_id", "message_id");

CREATE INDEX "webhook_deliveries_status_next_attempt_at" ON "webhook_deliveries" ("status", "next_attempt_at");

CREATE INDEX "webhook_deliveries_event_type_queued_at" ON "webhook_deliveries" ("event_type", "queued_at");

CREATE INDEX "webhook_deliveries_queued_at" ON "webhook_deliveries" ("queued_at");

CREATE INDEX "integration_nodes_integration_id_node_path_api_version" ON "integration_nodes" ("integration_id", "node_path", "api_version");

CREATE INDEX "integration_nodes_integration_id_api_version_position" ON "integration_nodes" ("integration_id", "api_version", "position");

CREATE INDEX "integration_nodes_node_path" ON "integration_nodes" ("node_path");

CREATE INDEX "integration_nodes_api_version" ON "integration_nodes" ("api_version");

CREATE INDEX "integration_nodes_status_id" ON "integration_nodes" ("status_id");

CREATE INDEX "integration_field_mappings_integration_id_api_version_scope_key_target_table_target_column_while_is_active_version" ON "integration_field_mappings" ("integration_id", "api_version", "scope_key", "target_table", "target_column") WHERE "is_active_version" IN (1);

CREATE INDEX "integration_field_mappings_integration_id_scope_key_target_table_target_column_version_number" ON "integration_field_mappings" ("integration_id", "scope_key", "target_table", "target_column", "version_number");

CREATE INDEX "integration_field_mappings_source_node_id_version_number" ON "integration_field_mappings" ("source_node_id", "version_number");

CREATE INDEX "integration_field_mappings_target_table_target_column" ON "integration_field_mappings" ("target_table", "target_column");

CREATE INDEX "integration_field_mappings_state_submitted_at" ON "integration_field_mappings" ("state", "submitted_at");

CREATE INDEX "integration_field_mappings_program_id" ON "integration_field_mappings" ("program_id");

CREATE INDEX "integration_field_mappings_producer_id" ON "integration_field_mappings" ("producer_id");

CREATE INDEX "integration_field_mappings_status_id" ON "integration_field_mappings" ("status_id");

CREATE INDEX "mapping_tests_mapping_id_name" ON "mapping_tests" ("mapping_id", "name");

CREATE INDEX "mapping_tests_mapping_id_position" ON "mapping_tests" ("mapping_id", "position");

CREATE INDEX "mapping_tests_last_outcome" ON "mapping_tests" ("last_outcome");

CREATE INDEX "campaigns_name" ON "campaigns" ("name");

CREATE INDEX "campaigns_status_starts_on" ON "campaigns" ("status", "starts_on");

CREATE INDEX "campaigns_owner_id_status" ON "campaigns" ("owner_id", "status");

CREATE INDEX "campaign_schedules_is_active_next_run_at" ON "campaign_schedules" ("is_active", "next_run_at");

CREATE INDEX "campaign_schedules_campaign_id" ON "campaign_schedules" ("campaign_id");

CREATE INDEX "leads_status_received_at" ON "leads" ("status", "received_at");

CREATE INDEX "leads_status_score" ON "leads" ("status", "score");

CREATE INDEX "leads_status_next_action_at" ON "leads" ("status", "next_action_at");

CREATE INDEX "leads_assigned_to_status_received_at" ON "leads" ("assigned_to", "status", "received_at");

CREATE INDEX "leads_assigned_to_status_score" ON "leads" ("assigned_to", "status", "score");

CREATE INDEX "leads_assigned_to_status_next_action_at" ON "leads" ("assigned_to", "status", "next_action_at");

CREATE INDEX "leads_source_received_at" ON "leads" ("source", "received_at");

CREATE INDEX "leads_received_at" ON "leads" ("received_at");

CREATE INDEX "leads_next_action_at" ON "leads" ("next_action_at");

CREATE INDEX "leads_email" ON "leads" ("email");

CREATE INDEX "leads_phone_e164" ON "leads" ("phone_e164");

CREATE INDEX "leads_external_ref" ON "leads" ("external_ref");

CREATE INDEX "leads_import_id" ON "leads" ("import_id");

CREATE INDEX "leads_campaign_id" ON "leads" ("campaign_id");

CREATE TRIGGER leads_search_insert AFTER INSERT ON leads BEGIN
  INSERT INTO leads_search(rowid, name, company, email, phone) VALUES (new.row_no, new.name, new.company, new.email, new.phone);
END;

CREATE TRIGGER leads_search_delete AFTER DELETE ON leads BEGIN
  INSERT INTO leads_search(leads_search, rowid, name, company, email, phone) VALUES ('delete', old.row_no, old.name, old.company, old.email, old.phone);
END;

CREATE TRIGGER leads_search_update AFTER UPDATE OF name, company, email, phone ON leads WHEN old.name IS NOT new.name OR old.company IS NOT new.company OR old.email IS NOT new.email OR old.phone IS NOT new.phone BEGIN
  INSERT INTO leads_search(leads_search, rowid, name, company, email, phone) VALUES ('delete', old.row_no, old.name, old.company, old.email, old.phone);
  INSERT INTO leads_search(rowid, name, company, email, phone) VALUES (new.row_no, new.name, new.company, new.email, new.phone);
END;

CREATE INDEX "lead_activities_lead_id_occurred_at" ON "lead_activities" ("lead_id", "occurred_at");

CREATE INDEX "lead_activities_user_id_occurred_at" ON "lead_activities" ("user_id", "occurred_at");

CREATE INDEX "lead_activities_kind_occurred_at" ON "lead_activities" ("kind", "occurred_at");

CREATE INDEX "lead_activities_user_id_completed_at_due_at" ON "lead_activities" ("user_id", "completed_at", "due_at");

CREATE INDEX "lead_activities_call_id" ON "lead_activities" ("call_id");

CREATE INDEX "lead_documents_lead_id_position" ON "lead_documents" ("lead_id", "position");

CREATE INDEX "lead_documents_file_id" ON "lead_documents" ("file_id");

CREATE INDEX "lead_scores_lead_id_is_current_scored_at" ON "lead_scores" ("lead_id", "is_current", "scored_at");

CREATE INDEX "lead_scores_scored_at" ON "lead_scores" ("scored_at");

CREATE INDEX "routing_rules_subject_name" ON "routing_rules" ("subject", "name");

CREATE INDEX "routing_rules_subject_is_active_position" ON "routing_rules" ("subject", "is_active", "position");

CREATE INDEX "campaign_members_campaign_id_lead_id" ON "campaign_members" ("campaign_id", "lead_id");

CREATE INDEX "campaign_members_campaign_id_status_next_attempt_at" ON "campaign_members" ("campaign_id", "status", "next_attempt_at");

CREATE INDEX "campaign_members_assigned_to_status" ON "campaign_members" ("assigned_to", "status");

CREATE INDEX "campaign_members_lead_id" ON "campaign_members" ("lead_id");

CREATE INDEX "campaign_performance_campaign_id_metric_day_channel" ON "campaign_performance" ("campaign_id", "metric_day", "channel");

CREATE INDEX "campaign_performance_metric_day" ON "campaign_performance" ("metric_day");

CREATE INDEX "agents_user_id" ON "agents" ("user_id");

CREATE INDEX "agents_is_active_status_last_assigned_at" ON "agents" ("is_active", "status", "last_assigned_at");

CREATE INDEX "agents_department_id_status" ON "agents" ("department_id", "status");

CREATE INDEX "agent_activities_agent_id_started_at" ON "agent_activities" ("agent_id", "started_at");

CREATE INDEX "agent_activities_kind_started_at" ON "agent_activities" ("kind", "started_at");

CREATE INDEX "agent_activities_started_at" ON "agent_activities" ("started_at");

CREATE INDEX "call_logs_started_at" ON "call_logs" ("started_at");

CREATE INDEX "call_logs_status_started_at" ON "call_logs" ("status", "started_at");

CREATE INDEX "call_logs_agent_id_started_at" ON "call_logs" ("agent_id", "started_at");

CREATE INDEX "call_logs_lead_id_started_at" ON "call_logs" ("lead_id", "started_at");

CREATE INDEX "call_logs_campaign_id_started_at" ON "call_logs" ("campaign_id", "started_at");

CREATE INDEX "call_logs_ticket_id" ON "call_logs" ("ticket_id");

CREATE INDEX "call_logs_callback_at" ON "call_logs" ("callback_at");

CREATE INDEX "call_logs_caller_number" ON "call_logs" ("caller_number");

CREATE INDEX "call_logs_external_call_id" ON "call_logs" ("external_call_id");

CREATE INDEX "voicemails_status_received_at" ON "voicemails" ("status", "received_at");

CREATE INDEX "voicemails_assigned_to_status" ON "voicemails" ("assigned_to", "status");

CREATE INDEX "voicemails_mailbox_received_at" ON "voicemails" ("mailbox", "received_at");

CREATE INDEX "voicemails_lead_id" ON "voicemails" ("lead_id");

CREATE INDEX "voicemails_call_id" ON "voicemails" ("call_id");

CREATE INDEX "voicemails_audio_file_id" ON "voicemails" ("audio_file_id");

CREATE INDEX "ivr_interactions_call_id_position" ON "ivr_interactions" ("call_id", "position");

CREATE INDEX "ivr_interactions_menu_occurred_at" ON "ivr_interactions" ("menu", "occurred_at");

CREATE INDEX "ivr_interactions_occurred_at" ON "ivr_interactions" ("occurred_at");

CREATE INDEX "communication_channels_code" ON "communication_channels" ("code");

CREATE INDEX "communication_channels_kind_while_is_default" ON "communication_channels" ("kind") WHERE "is_default" IN (1);

CREATE INDEX "communication_channels_kind_is_active_priority" ON "communication_channels" ("kind", "is_active", "priority");

CREATE INDEX "communication_channels_integration_id" ON "communication_channels" ("integration_id");

CREATE INDEX "notification_templates_code_channel_kind_locale_version_number" ON "notification_templates" ("code", "channel_kind", "locale", "version_number");

CREATE INDEX "notification_templates_code_channel_kind_locale_while_state" ON "notification_templates" ("code", "channel_kind", "locale") WHERE "state" IN ('active');

CREATE INDEX "notification_templates_channel_kind_state" ON "notification_templates" ("channel_kind", "state");

CREATE INDEX "communication_messages_idempotency_key" ON "communication_messages" ("idempotency_key");

CREATE INDEX "communication_messages_entity_id_queued_at" ON "communication_messages" ("entity_id", "queued_at");

CREATE INDEX "communication_messages_thread_key_queued_at" ON "communication_messages" ("thread_key", "queued_at");

CREATE INDEX "communication_messages_channel_id_queued_at" ON "communication_messages" ("channel_id", "queued_at");

CREATE INDEX "communication_messages_state_queued_at" ON "communication_messages" ("state", "queued_at");

CREATE INDEX "communication_messages_next_attempt_at_while_state" ON "communication_messages" ("next_attempt_at") WHERE "state" IN ('queued', 'failed_retry');

CREATE INDEX "communication_messages_external_message_id" ON "communication_messages" ("external_message_id");

CREATE INDEX "communication_messages_user_id_queued_at" ON "communication_messages" ("user_id", "queued_at");

CREATE INDEX "communication_messages_template_id" ON "communication_messages" ("template_id");

CREATE INDEX "notification_events_idempotency_key" ON "notification_events" ("idempotency_key");

CREATE INDEX "notification_events_state_occurred_at" ON "notification_events" ("state", "occurred_at");

CREATE INDEX "notification_events_kind_occurred_at" ON "notification_events" ("kind", "occurred_at");

CREATE INDEX "notification_events_entity_id_occurred_at" ON "notification_events" ("entity_id", "occurred_at");

CREATE INDEX "notifications_recipient_id_read_at_raised_at" ON "notifications" ("recipient_id", "read_at", "raised_at");

CREATE INDEX "notifications_recipient_id_raised_at" ON "notifications" ("recipient_id", "raised_at");

CREATE INDEX "notifications_state_deliver_after" ON "notifications" ("state", "deliver_after");

CREATE INDEX "notifications_batch_key" ON "notifications" ("batch_key");

CREATE INDEX "notifications_event_id" ON "notifications" ("event_id");

CREATE INDEX "notifications_entity_id" ON "notifications" ("entity_id");

CREATE INDEX "notifications_expires_at" ON "notifications" ("expires_at");

CREATE INDEX "notifications_template_id" ON "notifications" ("template_id");

CREATE INDEX "notification_preferences_user_id_kind_channel_kind" ON "notification_preferences" ("user_id", "kind", "channel_kind");

CREATE INDEX "whatsapp_contacts_channel_id_phone" ON "whatsapp_contacts" ("channel_id", "phone");

CREATE INDEX "whatsapp_contacts_phone" ON "whatsapp_contacts" ("phone");

CREATE INDEX "whatsapp_contacts_last_inbound_at" ON "whatsapp_contacts" ("last_inbound_at");

CREATE INDEX "whatsapp_contacts_user_id" ON "whatsapp_contacts" ("user_id");

CREATE INDEX "whatsapp_contacts_lead_id" ON "whatsapp_contacts" ("lead_id");

CREATE INDEX "whatsapp_messages_contact_id_occurred_at" ON "whatsapp_messages" ("contact_id", "occurred_at");

CREATE INDEX "whatsapp_messages_wa_message_id" ON "whatsapp_messages" ("wa_message_id");

CREATE INDEX "whatsapp_messages_state_occurred_at" ON "whatsapp_messages" ("state", "occurred_at");

CREATE INDEX "whatsapp_messages_message_id" ON "whatsapp_messages" ("message_id");

CREATE INDEX "whatsapp_messages_file_id" ON "whatsapp_messages" ("file_id");

CREATE INDEX "govbr_integrations_holder_key" ON "govbr_integrations" ("holder_key");

CREATE INDEX "govbr_integrations_user_id" ON "govbr_integrations" ("user_id");

CREATE INDEX "govbr_integrations_verification_state_expires_at" ON "govbr_integrations" ("verification_state", "expires_at");

CREATE INDEX "govbr_integrations_integration_id" ON "govbr_integrations" ("integration_id");

CREATE INDEX "analytics_events_event_type_occurred_at" ON "analytics_events" ("event_type", "occurred_at");

CREATE INDEX "analytics_events_user_id_occurred_at" ON "analytics_events" ("user_id", "occurred_at");

CREATE INDEX "analytics_events_occurred_at" ON "analytics_events" ("occurred_at");

CREATE INDEX "analytics_daily_metrics_metric_day_department_key" ON "analytics_daily_metrics" ("metric_day", "department_key");

CREATE INDEX "analytics_daily_metrics_department_id_metric_day" ON "analytics_daily_metrics" ("department_id", "metric_day");

CREATE INDEX "analytics_agent_metrics_metric_day_agent_key" ON "analytics_agent_metrics" ("metric_day", "agent_key");

CREATE INDEX "analytics_agent_metrics_user_id_metric_day" ON "analytics_agent_metrics" ("user_id", "metric_day");

CREATE INDEX "analytics_agent_metrics_department_id_metric_day" ON "analytics_agent_metrics" ("department_id", "metric_day");

CREATE INDEX "analytics_category_metrics_metric_day_category_id" ON "analytics_category_metrics" ("metric_day", "category_id");

CREATE INDEX "analytics_category_metrics_category_id_metric_day" ON "analytics_category_metrics" ("category_id", "metric_day");

CREATE INDEX "analytics_realtime_metrics_metric_dimension" ON "analytics_realtime_metrics" ("metric", "dimension");

CREATE INDEX "analytics_realtime_metrics_expires_at" ON "analytics_realtime_metrics" ("expires_at");

CREATE INDEX "analytics_agent_performance_user_id_period_kind_period_start" ON "analytics_agent_performance" ("user_id", "period_kind", "period_start");

CREATE INDEX "analytics_agent_performance_period_kind_period_start_team_rank" ON "analytics_agent_performance" ("period_kind", "period_start", "team_rank");

CREATE INDEX "ai_models_code_version_number" ON "ai_models" ("code", "version_number");

CREATE INDEX "ai_models_code_while_state" ON "ai_models" ("code") WHERE "state" IN ('active');

CREATE INDEX "ai_models_state_task" ON "ai_models" ("state", "task");

CREATE INDEX "ai_models_file_id" ON "ai_models" ("file_id");

CREATE INDEX "ai_classifications_entity_id_field_classified_at" ON "ai_classifications" ("entity_id", "field", "classified_at");

CREATE INDEX "ai_classifications_outcome_classified_at" ON "ai_classifications" ("outcome", "classified_at");

CREATE INDEX "ai_classifications_model_id_outcome" ON "ai_classifications" ("model_id", "outcome");

CREATE INDEX "ai_suggestions_entity_id_outcome_position" ON "ai_suggestions" ("entity_id", "outcome", "position");

CREATE INDEX "ai_suggestions_outcome_offered_at" ON "ai_suggestions" ("outcome", "offered_at");

CREATE INDEX "ai_suggestions_kind_offered_at" ON "ai_suggestions" ("kind", "offered_at");

CREATE INDEX "ai_suggestions_model_id" ON "ai_suggestions" ("model_id");

CREATE INDEX "ai_training_data_model_code_validation_state_split" ON "ai_training_data" ("model_code", "validation_state", "split");

CREATE INDEX "ai_training_data_validation_state_collected_at" ON "ai_training_data" ("validation_state", "collected_at");

CREATE INDEX "ai_training_data_classification_id" ON "ai_training_data" ("classification_id");

CREATE INDEX "ai_training_data_entity_id" ON "ai_training_data" ("entity_id");

CREATE INDEX "ai_digests_digest_type_period_start" ON "ai_digests" ("digest_type", "period_start");

CREATE INDEX "ai_digests_period_start_period_end" ON "ai_digests" ("period_start", "period_end");

CREATE INDEX "ai_digests_is_archived_generated_at" ON "ai_digests" ("is_archived", "generated_at");

CREATE INDEX "ai_digests_model_id" ON "ai_digests" ("model_id");

CREATE INDEX "badges_code" ON "badges" ("code");

CREATE INDEX "badges_is_active_position" ON "badges" ("is_active", "position");

CREATE INDEX "user_badges_user_id_badge_id" ON "user_badges" ("user_id", "badge_id");

CREATE INDEX "user_badges_user_id_awarded_at" ON "user_badges" ("user_id", "awarded_at");

CREATE INDEX "user_badges_awarded_at" ON "user_badges" ("awarded_at");

CREATE INDEX "user_badges_badge_id" ON "user_badges" ("badge_id");

CREATE INDEX "achievements_code_tier" ON "achievements" ("code", "tier");

CREATE INDEX "achievements_is_active_position" ON "achievements" ("is_active", "position");

CREATE INDEX "achievements_metric" ON "achievements" ("metric");

CREATE INDEX "achievements_badge_id" ON "achievements" ("badge_id");

CREATE INDEX "user_achievements_user_id_achievement_id" ON "user_achievements" ("user_id", "achievement_id");

CREATE INDEX "user_achievements_user_id_unlocked_at" ON "user_achievements" ("user_id", "unlocked_at");

CREATE INDEX "user_achievements_achievement_id" ON "user_achievements" ("achievement_id");

CREATE INDEX "challenges_status_ends_at" ON "challenges" ("status", "ends_at");

CREATE INDEX "challenges_starts_at" ON "challenges" ("starts_at");

CREATE INDEX "challenges_badge_id" ON "challenges" ("badge_id");

CREATE INDEX "challenge_participants_challenge_id_user_id" ON "challenge_participants" ("challenge_id", "user_id");

CREATE INDEX "challenge_participants_challenge_id_progress" ON "challenge_participants" ("challenge_id", "progress");

CREATE INDEX "challenge_participants_user_id_status" ON "challenge_participants" ("user_id", "status");

CREATE INDEX "team_competitions_status_ends_at" ON "team_competitions" ("status", "ends_at");

CREATE INDEX "team_competitions_starts_at" ON "team_competitions" ("starts_at");

CREATE INDEX "competition_teams_competition_id_department_id" ON "competition_teams" ("competition_id", "department_id");

CREATE INDEX "competition_teams_competition_id_score" ON "competition_teams" ("competition_id", "score");

CREATE INDEX "competition_teams_department_id" ON "competition_teams" ("department_id");

CREATE INDEX "rewards_code" ON "rewards" ("code");

CREATE INDEX "rewards_is_active_position" ON "rewards" ("is_active", "position");

CREATE INDEX "rewards_is_active_cost_points" ON "rewards" ("is_active", "cost_points");

CREATE INDEX "reward_redemptions_status_requested_at" ON "reward_redemptions" ("status", "requested_at");

CREATE INDEX "reward_redemptions_user_id_requested_at" ON "reward_redemptions" ("user_id", "requested_at");

CREATE INDEX "reward_redemptions_reward_id" ON "reward_redemptions" ("reward_id");

CREATE INDEX "point_transactions_award_key" ON "point_transactions" ("award_key");

CREATE INDEX "point_transactions_user_id_occurred_at" ON "point_transactions" ("user_id", "occurred_at");

CREATE INDEX "point_transactions_occurred_at_user_id_points" ON "point_transactions" ("occurred_at", "user_id", "points");

CREATE INDEX "point_transactions_source_row_id" ON "point_transactions" ("source_row_id");

CREATE INDEX "audit_logs_chain_id_incarnation_sequence" ON "audit_logs" ("chain_id", "incarnation", "sequence");

CREATE INDEX "audit_logs_occurred_at" ON "audit_logs" ("occurred_at");

CREATE INDEX "audit_logs_category_occurred_at" ON "audit_logs" ("category", "occurred_at");

CREATE INDEX "audit_logs_action_occurred_at" ON "audit_logs" ("action", "occurred_at");

CREATE INDEX "audit_logs_entity_type_entity_id_occurred_at" ON "audit_logs" ("entity_type", "entity_id", "occurred_at");

CREATE INDEX "audit_logs_actor_id_occurred_at" ON "audit_logs" ("actor_id", "occurred_at");

CREATE INDEX "audit_logs_op_id" ON "audit_logs" ("op_id");

CREATE INDEX "security_events_occurred_at" ON "security_events" ("occurred_at");

CREATE INDEX "security_events_severity_occurred_at" ON "security_events" ("severity", "occurred_at");

CREATE INDEX "security_events_kind_occurred_at" ON "security_events" ("kind", "occurred_at");

CREATE INDEX "security_events_actor_id_occurred_at" ON "security_events" ("actor_id", "occurred_at");

CREATE INDEX "security_events_device_id_occurred_at" ON "security_events" ("device_id", "occurred_at");

CREATE INDEX "gdpr_requests_number_key" ON "gdpr_requests" ("number_key");

CREATE INDEX "gdpr_requests_status_due_on" ON "gdpr_requests" ("status", "due_on");

CREATE INDEX "gdpr_requests_assigned_to_status" ON "gdpr_requests" ("assigned_to", "status");

CREATE INDEX "gdpr_requests_received_at" ON "gdpr_requests" ("received_at");

CREATE INDEX "gdpr_requests_user_id" ON "gdpr_requests" ("user_id");

CREATE INDEX "gdpr_requests_lead_id" ON "gdpr_requests" ("lead_id");

CREATE INDEX "gdpr_requests_driver_id" ON "gdpr_requests" ("driver_id");

CREATE INDEX "gdpr_requests_provisional_number" ON "gdpr_requests" ("provisional_number");

CREATE INDEX "consent_records_subject_contact_purpose_channel" ON "consent_records" ("subject_contact", "purpose", "channel");

CREATE INDEX "consent_records_user_id_purpose" ON "consent_records" ("user_id", "purpose");

CREATE INDEX "consent_records_lead_id_purpose" ON "consent_records" ("lead_id", "purpose");

CREATE INDEX "consent_records_driver_id_purpose" ON "consent_records" ("driver_id", "purpose");

CREATE INDEX "consent_records_whatsapp_contact_id_purpose" ON "consent_records" ("whatsapp_contact_id", "purpose");

CREATE INDEX "consent_records_status_expires_at" ON "consent_records" ("status", "expires_at");

CREATE INDEX "consent_records_purpose_status_given_at" ON "consent_records" ("purpose", "status", "given_at");

CREATE INDEX "data_classifications_table_name_column_name_json_path" ON "data_classifications" ("table_name", "column_name", "json_path");

CREATE INDEX "data_classifications_classification" ON "data_classifications" ("classification");

CREATE INDEX "data_encryption_key_name_key_version" ON "data_encryption" ("key_name", "key_version");

CREATE INDEX "data_encryption_key_name_while_status" ON "data_encryption" ("key_name") WHERE "status" IN ('active');

CREATE INDEX "data_encryption_status_rotate_due_at" ON "data_encryption" ("status", "rotate_due_at");

CREATE INDEX "legal_holds_status_table_name_row_id" ON "legal_holds" ("status", "table_name", "row_id");

CREATE INDEX "legal_holds_status_review_on" ON "legal_holds" ("status", "review_on");

CREATE INDEX "legal_holds_subject_user_id" ON "legal_holds" ("subject_user_id");

CREATE INDEX "erasure_index_subject_hash" ON "erasure_index" ("subject_hash");

CREATE INDEX "erasure_index_erased_at" ON "erasure_index" ("erased_at");

INSERT INTO users_search (users_search) VALUES ('rebuild');

INSERT INTO bookings_search (bookings_search) VALUES ('rebuild');

DELETE FROM checksums WHERE table_name IN ('organizations', 'business_calendars', 'business_hours', 'holidays', 'departments', 'programs', 'producers', 'statuses', 'users', 'user_identities', 'password_policies', 'devices', 'user_credentials', 'roles', 'permissions', 'role_permissions', 'user_roles', 'groups', 'group_members', 'org_memberships', 'user_departments', 'system_settings', 'automations', 'retention_policies', 'saved_views', 'files', 'workflows', 'workflow_steps', 'workflow_executions', 'workflow_step_executions', 'approvals', 'approval_history', 'resources', 'booking_series', 'bookings', 'booking_attendees', 'workshops', 'workshop_sessions', 'workshop_enrollments', 'waitlist_entries', 'calendar_integrations', 'calendar_events', 'booking_external_refs', 'external_requests', 'request_attachments', 'conflict_logs', 'priorities', 'categories', 'ticket_templates', 'macros', 'tickets', 'ticket_links', 'ticket_watchers', 'comments', 'attachments', 'sla_policies', 'sla_tracking', 'escalations', 'kb_categories', 'kb_articles', 'kb_article_versions', 'kb_tags', 'kb_article_tags', 'kb_article_feedback', 'kb_article_attachments', 'surveys', 'survey_responses', 'satisfaction_surveys', 'announcements', 'addresses', 'households', 'drivers', 'licenses', 'vehicles', 'quotes', 'third_party_integrations', 'integration_configurations', 'integration_permissions', 'integration_requests', 'integration_request_attempts', 'integration_verification_results', 'integration_logs', 'webhooks', 'webhook_deliveries', 'integration_nodes', 'integration_field_mappings', 'mapping_tests', 'campaigns', 'campaign_schedules', 'leads', 'lead_activities', 'lead_documents', 'lead_scores', 'routing_rules', 'campaign_members', 'campaign_performance', 'agents', 'agent_activities', 'call_logs', 'voicemails', 'ivr_interactions', 'communication_channels', 'notification_templates', 'communication_messages', 'notification_events', 'notifications', 'notification_preferences', 'whatsapp_contacts', 'whatsapp_messages', 'govbr_integrations', 'analytics_daily_metrics', 'analytics_agent_metrics', 'analytics_category_metrics', 'analytics_agent_performance', 'ai_models', 'ai_classifications', 'ai_suggestions', 'ai_training_data', 'ai_digests', 'badges', 'user_badges', 'achievements', 'user_achievements', 'challenges', 'challenge_participants', 'team_competitions', 'competition_teams', 'rewards', 'reward_redemptions', 'point_transactions', 'gdpr_requests', 'consent_records', 'data_classifications', 'data_encryption', 'legal_holds', 'erasure_index');

DELETE FROM quarantine WHERE table_name IN ('organizations', 'business_calendars', 'business_hours', 'holidays', 'departments', 'programs', 'producers', 'statuses', 'users', 'user_identities', 'password_policies', 'devices', 'user_credentials', 'roles', 'permissions', 'role_permissions', 'user_roles', 'groups', 'group_members', 'org_memberships', 'user_departments', 'system_settings', 'automations', 'retention_policies', 'saved_views', 'files', 'workflows', 'workflow_steps', 'workflow_executions', 'workflow_step_executions', 'approvals', 'approval_history', 'resources', 'booking_series', 'bookings', 'booking_attendees', 'workshops', 'workshop_sessions', 'workshop_enrollments', 'waitlist_entries', 'calendar_integrations', 'calendar_events', 'booking_external_refs', 'external_requests', 'request_attachments', 'conflict_logs', 'priorities', 'categories', 'ticket_templates', 'macros', 'tickets', 'ticket_links', 'ticket_watchers', 'comments', 'attachments', 'sla_policies', 'sla_tracking', 'escalations', 'kb_categories', 'kb_articles', 'kb_article_versions', 'kb_tags', 'kb_article_tags', 'kb_article_feedback', 'kb_article_attachments', 'surveys', 'survey_responses', 'satisfaction_surveys', 'announcements', 'addresses', 'households', 'drivers', 'licenses', 'vehicles', 'quotes', 'third_party_integrations', 'integration_configurations', 'integration_permissions', 'integration_requests', 'integration_request_attempts', 'integration_verification_results', 'integration_logs', 'webhooks', 'webhook_deliveries', 'integration_nodes', 'integration_field_mappings', 'mapping_tests', 'campaigns', 'campaign_schedules', 'leads', 'lead_activities', 'lead_documents', 'lead_scores', 'routing_rules', 'campaign_members', 'campaign_performance', 'agents', 'agent_activities', 'call_logs', 'voicemails', 'ivr_interactions', 'communication_channels', 'notification_templates', 'communication_messages', 'notification_events', 'notifications', 'notification_preferences', 'whatsapp_contacts', 'whatsapp_messages', 'govbr_integrations', 'analytics_daily_metrics', 'analytics_agent_metrics', 'analytics_category_metrics', 'analytics_agent_performance', 'ai_models', 'ai_classifications', 'ai_suggestions', 'ai_training_data', 'ai_digests', 'badges', 'user_badges', 'achievements', 'user_achievements', 'challenges', 'challenge_participants', 'team_competitions', 'competition_teams', 'rewards', 'reward_redemptions', 'point_transactions', 'gdpr_requests', 'consent_records', 'data_classifications', 'data_encryption', 'legal_holds', 'erasure_index');

UPDATE replica SET verified_at = NULL;

INSERT INTO checksums (table_name, bucket, count, sum)
  SELECT 'organizations', (instr('0123456789abcdef', substr(id, 35, 1)) - 1) * 16 + (instr('0123456789abcdef', substr(id, 36, 1)) - 1), count(*), 0
  FROM (
    SELECT id FROM "organizations"
      WHERE id NOT IN (SELECT row_id FROM shadow WHERE table_name = 'organizations')
    UNION ALL
    SELECT row_id FROM shadow WHERE table_name = 'organizations' AND image IS NOT NULL
  ) GROUP BY 2;

UPDATE shadow SET image = json_set(image, '$.row_version', 0, '$.legal_name', '', '$.locale', 'en', '$.currency', 'USD', '$.contact_email', '', '$.contact_phone', '', '$.website', '', '$.logo_file_id', NULL, '$.is_active', 1, '$.region', '', '$.calendar_settings', '{}', '$.ai_settings', '{}', '$.notification_settings', '{}', '$.integration_settings', '{}', '$.subscription_plan', 'standard', '$.subscription_status', 'active', '$.subscription_ends_at', NULL, '$.max_users', NULL, '$.max_devices', NULL, '$.max_storage_mb', NULL, '$.max_tickets_per_month', NULL, '$.max_integrations', NULL, '$.feature_flags', '{}')
  WHERE table_name = 'organizations' AND image IS NOT NULL;

INSERT INTO checksums (table_name, bucket, count, sum)
  SELECT 'users', (instr('0123456789abcdef', substr(id, 35, 1)) - 1) * 16 + (instr('0123456789abcdef', substr(id, 36, 1)) - 1), count(*), 0
  FROM (
    SELECT id FROM "users"
      WHERE id NOT IN (SELECT row_id FROM shadow WHERE table_name = 'users')
    UNION ALL
    SELECT row_id FROM shadow WHERE table_name = 'users' AND image IS NOT NULL
  ) GROUP BY 2;

UPDATE shadow SET image = json_set(image, '$.row_version', 0, '$.kind', 'person', '$.given_name', '', '$.family_name', '', '$.phone', '', '$.job_title', '', '$.employee_number', '', '$.locale', '', '$.timezone', '', '$.avatar_file_id', NULL, '$.preferences', '{}', '$.password_policy_id', NULL, '$.password_changed_at', NULL, '$.must_change_password', 0, '$.two_factor_required', 0, '$.two_factor_enabled', 0, '$.two_factor_method', 'none', '$.sso_required', 0, '$.failed_sign_ins', 0, '$.locked_until', NULL, '$.last_sign_in_at', NULL, '$.access_expires_at', NULL, '$.deactivated_at', NULL)
  WHERE table_name = 'users' AND image IS NOT NULL;

INSERT INTO checksums (table_name, bucket, count, sum)
  SELECT 'resources', (instr('0123456789abcdef', substr(id, 35, 1)) - 1) * 16 + (instr('0123456789abcdef', substr(id, 36, 1)) - 1), count(*), 0
  FROM (
    SELECT id FROM "resources"
      WHERE id NOT IN (SELECT row_id FROM shadow WHERE table_name = 'resources')
    UNION ALL
    SELECT row_id FROM shadow WHERE table_name = 'resources' AND image IS NOT NULL
  ) GROUP BY 2;

UPDATE shadow SET image = json_set(image, '$.row_version', 0, '$.external_calendar_id', '', '$.conflict_detection_enabled', 1, '$.auto_approval_enabled', 0, '$.approval_workflow_id', NULL, '$.booking_restrictions', '{}', '$.booking_mode', 'exclusive', '$.business_calendar_id', NULL, '$.department_id', NULL, '$.user_id', NULL, '$.owner_id', NULL, '$.tags', '[]', '$.release_after_minutes', NULL)
  WHERE table_name = 'resources' AND image IS NOT NULL;

INSERT INTO checksums (table_name, bucket, count, sum)
  SELECT 'bookings', (instr('0123456789abcdef', substr(id, 35, 1)) - 1) * 16 + (instr('0123456789abcdef', substr(id, 36, 1)) - 1), count(*), 0
  FROM (
    SELECT id FROM "bookings"
      WHERE id NOT IN (SELECT row_id FROM shadow WHERE table_name = 'bookings')
    UNION ALL
    SELECT row_id FROM shadow WHERE table_name = 'bookings' AND image IS NOT NULL
  ) GROUP BY 2;

UPDATE shadow SET image = json_set(image, '$.row_version', 0, '$.start_wall', NULL, '$.end_wall', NULL, '$.number', '', '$.provisional_number', '', '$.external_calendar_event_id', '', '$.auto_approved', 0, '$.approved_at', NULL, '$.approved_by', NULL, '$.approval_workflow_id', NULL, '$.hold_expires_at', NULL, '$.checked_in_at', NULL, '$.checked_in_by', NULL, '$.checked_out_at', NULL, '$.cancelled_at', NULL, '$.cancelled_by', NULL, '$.series_id', NULL, '$.occurrence_wall', NULL, '$.is_exception', 0, '$.bundle_id', NULL, '$.department_id', NULL, '$.owner_id', NULL, '$.requester_id', NULL, '$.requester_name', '', '$.requester_email', '', '$.requester_phone', '')
  WHERE table_name = 'bookings' AND image IS NOT NULL;

INSERT INTO checksums (table_name, bucket, count, sum)
  SELECT 'conflict_logs', (instr('0123456789abcdef', substr(id, 35, 1)) - 1) * 16 + (instr('0123456789abcdef', substr(id, 36, 1)) - 1), count(*), 0
  FROM (
    SELECT id FROM "conflict_logs"
      WHERE id NOT IN (SELECT row_id FROM shadow WHERE table_name = 'conflict_logs')
    UNION ALL
    SELECT row_id FROM shadow WHERE table_name = 'conflict_logs' AND image IS NOT NULL
  ) GROUP BY 2;

UPDATE shadow SET image = json_set(image, '$.row_version', 0, '$.assigned_to', NULL)
  WHERE table_name = 'conflict_logs' AND image IS NOT NULL;
