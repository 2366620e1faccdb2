import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Clock } from '#db/kernel/clock.ts';
import { must } from '#db/kernel/must.ts';
import { App } from './app/app.tsx';
import { createI18n } from './app/i18n.ts';
import { createPreferences } from './app/preferences.ts';
import { createClient } from './data/client.tsx';

// The window's composition root: the only place that reaches for what the browser gives.
// oxlint-disable-next-line no-restricted-properties
const clock: Clock = { now: () => Date.now() };
const preferences = createPreferences(localStorage, navigator.languages);
document.documentElement.dataset['theme'] = preferences.getState().theme;

createRoot(must(document.querySelector('#root'), 'index.html has no #root')).render(
  <StrictMode>
    <App
      client={createClient(must(window.holdfast, 'the preload gave no bridge'))}
      clock={clock}
      i18n={createI18n([preferences.getState().locale])}
      preferences={preferences}
    />
  </StrictMode>,
);
