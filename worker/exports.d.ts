// Tells the types of `ctx.exports` what the main module exports; without durable namespaces, since those come as bindings.
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('./index');
  }
}
