/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.NETPOL_LAB_BUILD_DIR || '.next',
  poweredByHeader: false,
  // Types, lint and import rules are checked by `npm run validate`, once, not by every build.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@electric-sql/pglite',
    '@electric-sql/pglite-socket',
    '@kubernetes/client-node',
    '@prisma/client',
    'just-bash',
    'pg',
  ],
}
