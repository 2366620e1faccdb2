import { useCallback, useState } from 'react';
import { parseDate, startOfWeek } from '@internationalized/date';
import { Button as AriaButton } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useLingui } from '@lingui/react';
import { Button, IconButton } from '#renderer/ui/button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { Popover } from '#renderer/ui/popover.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Tip } from '#renderer/ui/tooltip.tsx';
import { useFrame } from './board-frame.ts';
import { useBoard, ZOOMS } from './board.store.ts';
import { addDaysTo } from './timeline/days.ts';
import { useBoardActions } from './use-board-actions.ts';
import styles from './board-toolbar.module.css';

/** Which time is shown, and which resources. */
export function BoardToolbar(props: { zones: readonly string[]; deviceZone: string }) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const { words, days, view, go, today, zone } = frame;
  const [picking, setPicking] = useState(false);
  const filter = useBoard((state) => state.filter);
  const setFilter = useBoard((state) => state.setFilter);
  const zoom = useBoard((state) => state.zoom);
  const zoomBy = useBoard((state) => state.zoomBy);
  const askFocus = useBoard((state) => state.askFocus);
  const from = days[0]?.from ?? 0;
  const to = days.at(-1)?.to ?? 0;
  const first = days[0]?.date ?? today;
  const back = addDaysTo(first, -days.length);
  const on = addDaysTo(first, days.length);
  const hasToday = days.some((day) => day.date === today);
  const pick = useCallback(() => setPicking(true), []);
  useBoardActions({ back, on, pick });
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label={i18n._('Time and resources')}>
      <Button
        size="small"
        isDisabled={hasToday && view === 'day'}
        onPress={() => go({ day: today })}
      >
        {i18n._('Today')}
      </Button>
      <span className={styles['steps']}>
        <IconButton
          icon="start"
          size="small"
          keys="ArrowLeft"
          label={view === 'day' ? i18n._('Previous day') : i18n._('Previous week')}
          onPress={() => go({ day: back })}
        />
        <IconButton
          icon="end"
          size="small"
          keys="ArrowRight"
          label={view === 'day' ? i18n._('Next day') : i18n._('Next week')}
          onPress={() => go({ day: on })}
        />
      </span>
      <DialogTrigger isOpen={picking} onOpenChange={setPicking}>
        <AriaButton className={cx(styles['period'])} aria-description={i18n._('Go to a date')}>
          {view === 'day' && <span className={styles['weekday']}>{words.weekday(from, zone)}</span>}
          {words.period(from, to, zone)}
          <Icon name="down" size={14} />
        </AriaButton>
        <Popover label={i18n._('Go to a date')} placement="bottom start">
          <DayPicker
            day={first}
            onPick={(day) => {
              setPicking(false);
              go({ day });
            }}
          />
        </Popover>
      </DialogTrigger>
      <ToggleButtonGroup
        aria-label={i18n._('View')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={(keys) => {
          const [key] = keys;
          if (key === 'day' || key === 'week') go({ view: key });
        }}
        className={cx(styles['views'])}
      >
        <ToggleButton id="day" className={cx(styles['view'])}>
          {i18n._('Day')}
        </ToggleButton>
        <ToggleButton id="week" className={cx(styles['view'])}>
          {i18n._('Week')}
        </ToggleButton>
      </ToggleButtonGroup>
      {view === 'day' && (
        <span className={styles['steps']}>
          <Tip text={i18n._('Narrower hours')} keys="-">
            <Button
              variant="quiet"
              size="small"
              aria-label={i18n._('Narrower hours')}
              isDisabled={zoom === ZOOMS[0]}
              onPress={() => zoomBy(-1)}
            >
              −
            </Button>
          </Tip>
          <Tip text={i18n._('Wider hours')} keys="+">
            <Button
              variant="quiet"
              size="small"
              aria-label={i18n._('Wider hours')}
              isDisabled={zoom === ZOOMS.at(-1)}
              onPress={() => zoomBy(1)}
            >
              +
            </Button>
          </Tip>
        </span>
      )}
      <ZoneChip zones={props.zones} deviceZone={props.deviceZone} at={from} />
      <span className={styles['space']} />
      <TextField
        label={i18n._('Filter resources')}
        hideLabel
        placeholder={i18n._('Filter resources')}
        value={filter}
        onChange={setFilter}
        type="search"
        maxLength={100}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'ArrowDown') askFocus();
        }}
        className={styles['filter'] ?? ''}
      />
    </div>
  );
}

/** Says whose clock the board shows when this computer's is another. */
function ZoneChip(props: { zones: readonly string[]; deviceZone: string; at: number }) {
  const { i18n } = useLingui();
  const { words, zone } = useFrame();
  const differs = words.offset(props.at, zone);
  const device = words.offset(props.at, props.deviceZone);
  if (differs === device && props.zones.length < 2) return null;
  const text =
    differs === device
      ? i18n._('Some resources are in another time zone. Their bars and names show their own time.')
      : i18n._('Times are those of {zone}. This computer is in {device}.', {
          zone: words.zone(zone, props.at),
          device: words.zone(props.deviceZone, props.at),
        });
  return (
    <Tip text={text}>
      <AriaButton className={cx(styles['zone'])} aria-label={text}>
        {words.zone(zone, props.at)}
      </AriaButton>
    </Tip>
  );
}

function DayPicker(props: { day: string; onPick: (day: string) => void }) {
  const { i18n } = useLingui();
  return (
    <Calendar
      aria-label={i18n._('Go to a date')}
      defaultValue={parseDate(props.day)}
      // The picker was asked for; its day is where the next key belongs.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      onChange={(date) => props.onPick(date.toString())}
      className={cx(styles['calendar'])}
    >
      <header className={styles['month']}>
        <AriaButton slot="previous" className={cx(styles['turn'])}>
          <Icon name="start" />
        </AriaButton>
        <CalendarHeading className={cx(styles['monthName'])} />
        <AriaButton slot="next" className={cx(styles['turn'])}>
          <Icon name="end" />
        </AriaButton>
      </header>
      <CalendarGrid className={cx(styles['days'])}>
        <CalendarGridHeader>
          {(day) => (
            <CalendarHeaderCell className={cx(styles['dayName'])}>{day}</CalendarHeaderCell>
          )}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <CalendarCell date={date} className={cx(styles['date'])} />}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}

/** First day of the week that holds `day`, as the person's region counts weeks. */
export function weekStart(day: string, locale: string): string {
  return startOfWeek(parseDate(day), locale).toString();
}
