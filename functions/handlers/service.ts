// Describes the service and answers unknown routes; this function has no access to the table.
import { codes, problem, Refusal } from '../../shared/contracts/error-codes.ts';
import { openApiDocument } from '../../shared/contracts/openapi.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { serviceRoutes } from '../../shared/contracts/service-routes.ts';
import { type DocsPages, docsIn, openDocsPages } from '../formats/docs-pages.ts';
import { httpFunction } from '../http/http-entry.ts';
import type { Answer, HttpEvent } from '../http/http-exchange.ts';

let document: ReturnType<typeof openApiDocument> | undefined;
const described = () => {
  document ??= openApiDocument();
  return document;
};

/** @param docs the portal's pages, which are prepared files */
export const serviceFunction = (docs: DocsPages) =>
  httpFunction(
    'service',
    serviceRoutes,
    null,
    {
      async getHealth() {
        return { status: 200, body: { status: 'ok' } };
      },

      async getOpenApi() {
        return { status: 200, body: described() };
      },

      async getDocs() {
        return docsPage(docs, 'index', 'text/html');
      },

      async searchDocs({ query }) {
        return docs.search(query.q ?? '');
      },

      async getDocsPage({ params, mediaType }) {
        return docsPage(docs, params.page, mediaType);
      },
    },
    unknownRoute,
  );

/** In the bundle, the folder is next to the code: infra/constructs/api/docs-files.ts. */
export const handler = serviceFunction(openDocsPages(docsIn(new URL('docs/', import.meta.url))));

/**
 * A page of the portal.
 * @param mediaType what the caller prefers: a browser gets a page also if there is none with this name
 * @throws Refusal NotFound for other callers
 */
async function docsPage(docs: DocsPages, name: string, mediaType: string): Promise<Answer> {
  const page = await docs.page(name);
  if (page) return page;
  if (mediaType === 'text/html') return docs.missing();
  throw new Refusal('NotFound', `the documentation has no page "${name}"; /docs/search lists all`);
}

/** The order in which `Allow` lists methods. */
const methodOrder = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** 405 with the methods that the path allows, or 404 for an unknown path. */
function unknownRoute({ rawPath, requestContext }: HttpEvent): Answer {
  const all = Object.values<Route>(routes);
  // As in API Gateway, a literal path takes precedence over one with parameters.
  const exact = all.filter((route) => route.path === rawPath);
  const found = exact.length > 0 ? exact : all.filter((route) => isPathOf(route, rawPath));
  const allowed = new Set(
    found.flatMap(({ method, head }) => (head ? [method, 'HEAD'] : [method])),
  );
  const methods = methodOrder.filter((method) => allowed.has(method));
  const code = methods.length > 0 ? 'MethodNotAllowed' : 'NotFound';
  const detail =
    methods.length > 0
      ? `${rawPath} allows ${methods.join(', ')}, not ${requestContext.http.method}`
      : `no resource has the path ${rawPath}; /docs/operations lists all paths`;
  return {
    status: codes[code].status,
    headers: {
      'content-type': 'application/problem+json',
      ...(methods.length > 0 && { allow: methods.join(', ') }),
    },
    body: JSON.stringify(problem(code, detail, {}, requestContext.requestId)),
  };
}

function isPathOf({ path }: Route, called: string): boolean {
  const parts = path.split('/');
  const given = called.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
  );
}
