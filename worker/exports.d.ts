// Types `ctx.exports` by the main module. Durable Object namespaces are missing there, because they are bindings.
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('./index');
  }
}
