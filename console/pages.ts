// The console's pages: where each is, what loads it, and its place in the navigation.
import type { FluentIcon } from '@fluentui/react-icons';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { DatabaseRegular } from '@fluentui/react-icons/svg/database';
import { HomeRegular } from '@fluentui/react-icons/svg/home';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import type { ComponentType } from 'react';
import { importLink, newRoleLink, recordTypesLink, rolesLink } from './links.ts';
import type { Right } from './sign-in/person.ts';
import { administeringText } from './text/administering.ts';
import { shellText } from './text/shell.ts';

export interface ConsolePage {
  /** As react-router writes it. */
  readonly path: string;
  /** Each page is a chunk of its own. */
  readonly load: () => Promise<ComponentType>;
  /** Pages without a place are reached from others. */
  readonly place?: {
    readonly label: string;
    readonly icon: FluentIcon;
    /** Under this heading, and shown only to who has the right; default: at the top, to everybody. */
    readonly under?: { readonly heading: string; readonly right: Right };
  };
}

const administering = { heading: administeringText.heading, right: 'admin' } as const;

export const pages: readonly ConsolePage[] = [
  {
    path: '/',
    load: async () => (await import('./find/find-page.tsx')).FindPage,
    place: { label: shellText.home, icon: HomeRegular },
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
    load: async () => (await import('./history/record-history-page.tsx')).RecordHistoryPage,
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
];
