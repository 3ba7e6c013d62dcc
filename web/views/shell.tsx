import { useEffect } from 'preact/hooks';
import { Empty } from '../components/empty';
import { useLayer } from '../components/layers';
import { lazy } from '../components/lazy';
import { t } from '../i18n/i18n';
import { Sentence } from '../i18n/sentence';
import { type Route, route } from '../router';
import { Banner } from './banner';
import { ConversationPane } from './conversation/conversation-pane';
import { EmojiHost } from './conversation/emoji-host';
import { InboxPane } from './inbox/inbox-pane';
import { detailsOpen, isWide } from './shell-state';
import { commandKey, useShortcuts } from './shortcuts';
import { useTitle } from './title';

const PeoplePane = lazy(async () => (await import('./people/people-pane')).PeoplePane);
const SettingsPage = lazy(async () => (await import('./settings/settings-page')).SettingsPage);
const JoinPage = lazy(async () => (await import('./join/join-page')).JoinPage);
const DetailsPane = lazy(async () => (await import('./details/details-pane')).DetailsPane);

function phonePane(here: Route, details: boolean): 'list' | 'main' | 'details' {
  if (here.page === 'conversation') return details ? 'details' : 'main';
  return here.page === 'settings' || here.page === 'join' ? 'main' : 'list';
}

/** Three panes on a desktop, one at a time on a phone. */
export function Shell() {
  const here = route.value;
  const details = detailsOpen.value && here.page === 'conversation';
  const closeDetails = () => {
    detailsOpen.value = false;
  };
  useShortcuts();
  useTitle();
  useLayer(details && !isWide(), closeDetails);
  useEffect(() => {
    if (here.page !== 'conversation' || !isWide()) closeDetails();
  }, [here.page, here.page === 'conversation' ? here.id : '']);
  return (
    <div class="shell" data-pane={phonePane(here, details)}>
      <nav class="pane pane-list" aria-label={here.page === 'people' ? t('nav.people') : t('nav.inbox')}>
        <Banner />
        {here.page === 'people' ? <PeoplePane /> : <InboxPane />}
      </nav>
      <main class="pane pane-main" aria-label={here.page === 'settings' ? t('nav.settings') : t('nav.conversation')}>
        <MainPane here={here} />
      </main>
      {details && here.page === 'conversation' && (
        <aside class="pane pane-details" aria-label={t('nav.details')}>
          <DetailsPane key={here.id} id={here.id} onClose={closeDetails} />
        </aside>
      )}
      <EmojiHost />
    </div>
  );
}

function MainPane({ here }: { here: Route }) {
  if (here.page === 'settings') return <SettingsPage />;
  if (here.page === 'join') return <JoinPage key={here.code} code={here.code} />;
  if (here.page === 'conversation') return <ConversationPane key={here.id} id={here.id} seq={here.seq} />;
  return (
    <div class="talk-empty">
      <Empty
        art="perch"
        title={t('conversation.choose')}
        hint={<Sentence text="conversation.chooseHint" slots={{ keys: <kbd class="kbd">{commandKey()}K</kbd> }} />}
      />
    </div>
  );
}
