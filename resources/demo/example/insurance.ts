import { addresses, drivers, households, licenses } from '#db/domains/insurance/driver-tables.ts';
import { quotes, vehicles } from '#db/domains/insurance/quote-tables.ts';
import {
  integration_logs,
  integration_request_attempts,
  integration_requests,
  integration_verification_results,
} from '#db/domains/integrations/request-tables.ts';
import { webhook_deliveries, webhooks } from '#db/domains/integrations/webhook-tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { inventedPhone } from './invented.ts';

/** A guest wants a car for a day: household, licence, quote, and what DCS said about it, masked. */
export function insuranceRows(scene: Scene): readonly DemoRows[] {
  const { id, agents, ago } = scene;
  const household_id = id('household', 'exemplo');
  const address_id = id('address', 'exemplo');
  const verified = {
    external_verification_status: 'verified' as const,
    last_verification_date: ago(3),
    verification_source: 'DCS_HOUSEHOLD_DRIVERS',
  };
  return [
    rowsOf(addresses, [
      {
        id: address_id,
        street_1: '1 Example Street',
        city: 'Miami',
        state: 'FL',
        zip_code: '33100',
        country_code: 'US',
        standardized_by_source: 'DCS_ADDRESS_VERIFY',
        standardization_confidence: '96.50',
        delivery_point_validation: 'valid',
        last_standardization_date: ago(3),
      },
    ]),
    rowsOf(households, [
      {
        ...verified,
        id: household_id,
        name: 'Família Exemplo',
        address_id,
        primary_driver_id: id('driver', 'ada'),
        phone: inventedPhone('us', 42),
        email: 'ada@hospedes.example',
        member_count: 2,
      },
    ]),
    rowsOf(drivers, [
      {
        ...verified,
        id: id('driver', 'ada'),
        household_id,
        address_id,
        first_name: 'Ada',
        last_name: 'Exemplo',
        date_of_birth: '1990-05-17',
        email: 'ada@hospedes.example',
        phone: inventedPhone('us', 42),
        is_primary: 1,
        verification_confidence: '97.00',
        external_driver_id: 'DCS-DEMO-1',
      },
      {
        id: id('driver', 'ze'),
        household_id,
        first_name: 'Zé',
        last_name: 'Exemplo',
        relationship: 'spouse',
        position: 1,
      },
    ]),
    rowsOf(licenses, [
      {
        id: id('license', 'ada'),
        driver_id: id('driver', 'ada'),
        license_number: 'X0000001',
        state_code: 'FL',
        country_code: 'US',
        license_status: 'active',
        expires_on: scene.day(700),
        external_verification_status: 'verified',
        last_verification_date: ago(3),
        verification_source: 'DCS_HOUSEHOLD_DRIVERS',
        external_license_status: 'VALID',
      },
    ]),
    rowsOf(vehicles, [
      {
        id: id('vehicle', 'carro'),
        household_id,
        primary_driver_id: id('driver', 'ada'),
        garaging_address_id: address_id,
        plate: 'DEMO-01',
        model_year: 2022,
        make: 'Exemplar',
        model: 'Cidade',
        vehicle_use: 'pleasure',
        annual_distance: 9000,
      },
    ]),
    rowsOf(quotes, [
      {
        id: id('quote', 'carro'),
        number: 'Q-2001',
        program_id: id('program', 'CARRO_HOSPEDE'),
        producer_id: id('producer', 'TEJO_MOBIL'),
        household_id,
        primary_driver_id: id('driver', 'ada'),
        lead_id: id('lead', 'retiro'),
        assigned_to: agents[0],
        status: 'quoted',
        step: 1,
        effective_on: scene.day(5),
        term_ends_on: scene.day(8),
        coverages: JSON.stringify({ liability: true, glass: true }),
        premium_amount: 3900,
        currency: 'EUR',
        quoted_at: ago(2),
        valid_until: ago(-24 * 7),
      },
    ]),
    ...exchangeRows(scene),
  ];
}

function exchangeRows(scene: Scene): readonly DemoRows[] {
  const { id, agents, ago } = scene;
  const status = id('status', 'integration_request', 'active');
  const integration_id = id('integration', 'DCS_HOUSEHOLD_DRIVERS');
  const shared = {
    integration_id,
    configuration_id: id('configuration', 'system'),
    quote_id: id('quote', 'carro'),
    driver_id: id('driver', 'ada'),
    user_id: agents[0],
    endpoint: 'https://sandbox.dcs.example/household-drivers/2.7/verify',
    retention_until: scene.day(90),
    status_id: status,
  };
  const masked = JSON.stringify({
    driver_data: { personal_info: { first_name: 'A••', last_name: 'E••••••' } },
  });
  return [
    rowsOf(integration_requests, [
      {
        ...shared,
        id: id('exchange', 'ok'),
        request_headers: JSON.stringify({ authorization: '•••', accept: 'application/json' }),
        request_body: masked,
        response_status_code: 200,
        response_body: JSON.stringify({ verification_status: 'VERIFIED', confidence_score: 97 }),
        response_time_ms: 812,
        request_status: 'completed',
        retry_count: 1,
        external_transaction_id: 'DCS-TX-DEMO-1',
        correlation_id: 'demo-quote-q-2001',
        requested_at: ago(3.01),
        sent_at: ago(3.01),
        completed_at: ago(3),
      },
      {
        ...shared,
        id: id('exchange', 'timeout'),
        request_status: 'timeout',
        error_kind: 'timeout',
        error_message: 'No answer within 30 s.',
        retry_count: 3,
        correlation_id: 'demo-quote-q-2000',
        requested_at: ago(28),
        sent_at: ago(28),
        completed_at: ago(27.9),
      },
    ]),
    rowsOf(integration_request_attempts, [
      {
        id: id('attempt', '1'),
        request_id: id('exchange', 'ok'),
        attempt_number: 1,
        outcome: 'failed',
        response_status_code: 503,
        response_time_ms: 95,
        error_kind: 'server_error',
        error_message: 'Service Unavailable',
        started_at: ago(3.01),
        finished_at: ago(3.01),
        next_retry_at: ago(3.005),
      },
      {
        id: id('attempt', '2'),
        request_id: id('exchange', 'ok'),
        attempt_number: 2,
        outcome: 'completed',
        response_status_code: 200,
        response_time_ms: 812,
        started_at: ago(3.005),
        finished_at: ago(3),
      },
    ]),
    rowsOf(integration_verification_results, [
      {
        id: id('verification', 'ada'),
        request_id: id('exchange', 'ok'),
        verification_type: 'license',
        target_entity_type: 'driver',
        target_entity_id: id('driver', 'ada'),
        verification_status: 'verified',
        confidence_score: '97.00',
        verified_data: JSON.stringify({ license_status: 'VALID' }),
        discrepancies: JSON.stringify([{ field: 'city', ours: 'Miami', theirs: 'MIAMI' }]),
        verified_at: ago(3),
        cache_expires_at: ago(-21),
        external_verification_id: 'DCS-V-DEMO-1',
        status_id: id('status', 'integration_verification_result', 'active'),
      },
    ]),
    rowsOf(integration_logs, [
      {
        id: id('integration log', 'health'),
        integration_id,
        configuration_id: id('configuration', 'system'),
        operation: 'health_check',
        outcome: 'succeeded',
        started_at: ago(1),
        finished_at: ago(1),
        duration_ms: 140,
      },
    ]),
    rowsOf(webhooks, [
      {
        id: id('webhook', 'reservas'),
        name: 'Reservas para a contabilidade',
        url: 'https://contas.casadorio.example/hooks/holdfast',
        event_types: JSON.stringify(['booking.confirmed', 'booking.cancelled']),
        last_delivery_at: ago(4),
        last_success_at: ago(4),
      },
    ]),
    rowsOf(webhook_deliveries, [
      {
        id: id('delivery', '1'),
        webhook_id: id('webhook', 'reservas'),
        message_id: 'msg_demo_1',
        event_type: 'booking.confirmed',
        payload: JSON.stringify({ booking: id('booking', 'direcao', '21') }),
        status: 'delivered',
        attempt_count: 1,
        queued_at: ago(4),
        last_attempt_at: ago(4),
        delivered_at: ago(4),
        response_status_code: 200,
        response_time_ms: 88,
      },
      {
        id: id('delivery', '2'),
        webhook_id: id('webhook', 'reservas'),
        message_id: 'msg_demo_2',
        event_type: 'booking.cancelled',
        status: 'failed_retry',
        attempt_count: 2,
        queued_at: ago(1),
        last_attempt_at: ago(0.5),
        next_attempt_at: ago(-0.5),
        response_status_code: 502,
        error_kind: 'server_error',
        error_message: 'Bad Gateway',
      },
    ]),
  ];
}
