// What the chats show, as soon as the server is up.

export async function load() {
  for (;;) {
    try {
      const response = await fetch("/demo/state");
      if (response.ok) return await response.json();
    } catch {
      // the server is not up yet
    }
    await new Promise((done) => setTimeout(done, 1000));
  }
}
