import { useMemo } from 'react';
import { fromAbsolute } from '@internationalized/date';
import { DateField, DateInput, DateSegment } from 'react-aria-components/DateField';
import { Label } from 'react-aria-components/Label';
import { useLingui } from '@lingui/react';
import { ComboBox } from '#renderer/ui/combo-box.tsx';
import { cx } from '#renderer/ui/cx.ts';
import fieldStyles from '#renderer/ui/field.module.css';
import { useFrame, zoneOf } from './board-frame.ts';
import type { Slot } from './timeline/slot.ts';
import styles from './popovers.module.css';

/** From, to and resource of a slot; times in the resource's zone. */
export function SlotFields(props: { slot: Slot; onChange: (slot: Slot) => void }) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const { slot, onChange } = props;
  const zone = zoneOf(frame, slot.resource);
  const items = useMemo(
    () =>
      [...frame.resources.values()].map((resource) => ({
        id: resource.id,
        label: resource.name,
        note: [resource.place, resource.category].filter((part) => part !== '').join(' · '),
      })),
    [frame.resources],
  );
  return (
    <>
      <div className={styles['two']}>
        <WhenField
          label={i18n._('From')}
          at={slot.from}
          zone={zone}
          // The length stays: who moves the start means another time, not a shorter one.
          onChange={(from) => onChange({ ...slot, from, to: from + (slot.to - slot.from) })}
        />
        <WhenField
          label={i18n._('To')}
          at={slot.to}
          zone={zone}
          onChange={(to) => onChange({ ...slot, to })}
        />
      </div>
      <ComboBox
        label={i18n._('Resource')}
        items={items}
        value={slot.resource}
        onChange={(resource) => onChange({ ...slot, resource })}
      />
    </>
  );
}

function WhenField(props: {
  label: string;
  at: number;
  zone: string;
  onChange: (at: number) => void;
}) {
  return (
    <DateField
      value={fromAbsolute(props.at, props.zone)}
      onChange={(value) => {
        if (value !== null) props.onChange(value.toDate().getTime());
      }}
      granularity="minute"
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      className={cx(fieldStyles['field'])}
    >
      <Label className={cx(fieldStyles['label'])}>{props.label}</Label>
      <DateInput className={cx(fieldStyles['input'], styles['when'])}>
        {(segment) => <DateSegment segment={segment} className={cx(styles['segment'])} />}
      </DateInput>
    </DateField>
  );
}
