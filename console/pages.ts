// The console's pages: address, chunk and place in the navigation.

import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { DatabaseRegular } from '@fluentui/react-icons/svg/database';
import { HomeRegular } from '@fluentui/react-icons/svg/home';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import type { ComponentType } from 'react';
import {
  failuresLink,
  importLink,
  newRoleLink,
  recordTypesLink,
  rolesLink,
} from './base/addresses.ts';
import type { NavigationPage } from './layout/navigation.tsx';
import { administeringText, layoutText } from './text/layout-text.ts';

interface ConsolePage extends NavigationPage {
  /** Each page is a chunk of its own. */
  readonly load: () => Promise<ComponentType>;
}

const administering = { heading: administeringText.heading, right: 'admin' } as const;

export const pages: readonly ConsolePage[] = [
  {
    path: '/',
    load: async () => (await import('./find/find-page.tsx')).FindPage,
    place: { label: layoutText.home, icon: HomeRegular },
  },
  {
    path: '/records/:type',
    load: async () => (await import('./records/records-page.tsx')).RecordsPage,
  },
  {
    path: '/records/:type/:id',
    load: async () => (await import('./record/record-page.tsx')).RecordPage,
  },
  {
    path: '/records/:type/:id/history',
    load: async () => (await import('./history/record-history.tsx')).RecordHistoryPage,
  },
  {
    path: '/connections/:id/history',
    load: async () => (await import('./history/connection-history-page.tsx')).ConnectionHistoryPage,
  },
  {
    path: rolesLink,
    load: async () => (await import('./administer/roles-page.tsx')).RolesPage,
    place: { label: administeringText.roles, icon: PeopleTeamRegular, under: administering },
  },
  {
    path: newRoleLink,
    load: async () => (await import('./administer/new-role-page.tsx')).NewRolePage,
  },
  {
    path: `${rolesLink}/:id`,
    load: async () => (await import('./administer/role-page.tsx')).RolePage,
  },
  {
    path: recordTypesLink,
    load: async () => (await import('./administer/record-types-page.tsx')).RecordTypesPage,
    place: { label: administeringText.recordTypes, icon: DatabaseRegular, under: administering },
  },
  {
    path: importLink,
    load: async () => (await import('./administer/import/import-page.tsx')).ImportPage,
    place: { label: administeringText.import, icon: ArrowUploadRegular, under: administering },
  },
  {
    path: failuresLink,
    load: async () => (await import('./administer/failures/failures-page.tsx')).FailuresPage,
    place: { label: administeringText.failures, icon: ArrowSyncRegular, under: administering },
  },
];
