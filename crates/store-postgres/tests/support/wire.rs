//! A wire between a desk and its server, on which answers can be lost.

use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How a driver asks for the end of a transaction; the end of a savepoint has other words.
const COMMIT: &[u8] = b"COMMIT\0";

/// Asked at each commit whether its answer is lost.
type Cuts = Arc<dyn Fn() -> bool + Send + Sync>;

/// A wire. It ends with its owner.
pub(crate) struct Wire {
    port: u16,
    task: JoinHandle<()>,
}

impl Wire {
    /// Lays a wire to a server. `cuts` is asked at each commit: where it says so, the server gets to
    /// the end of the transaction, and the connection breaks before anybody hears of it. Whenever
    /// `cable` changes, it was pulled: connections of before say nothing any more, and nobody is told
    /// that they broke. New ones work.
    pub(crate) async fn to(
        host: &str,
        port: u16,
        cuts: impl Fn() -> bool + Send + Sync + 'static,
        cable: watch::Receiver<u64>,
    ) -> Self {
        let ear = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let own = ear.local_addr().expect("it has a port").port();
        let (host, cuts): (String, Cuts) = (host.to_owned(), Arc::new(cuts));
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = ear.accept().await {
                let (host, cuts, mut cable) = (host.clone(), cuts.clone(), cable.clone());
                cable.mark_unchanged();
                tokio::spawn(async move {
                    if let Ok(server) = TcpStream::connect((host.as_str(), port)).await {
                        // Either side may go at any time; then the other goes too.
                        let _ = carry(client, server, cuts, cable).await;
                    }
                });
            }
        });
        Self { port: own, task }
    }

    /// Where to connect, at 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    cuts: Cuts,
    mut cable: watch::Receiver<u64>,
) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut up, mut down) = (vec![0; 16_384], vec![0; 16_384]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let said = &up[..read?];
                if said.is_empty() {
                    return Ok(());
                }
                server.write_all(said).await?;
                if said.windows(COMMIT.len()).any(|words| words == COMMIT) && cuts() {
                    // The answer shows that it is done. It goes nowhere.
                    let _ = server.read(&mut down).await?;
                    return Ok(());
                }
            }
            read = server.read(&mut down) => {
                let said = &down[..read?];
                if said.is_empty() {
                    return Ok(());
                }
                client.write_all(said).await?;
            }
            Ok(()) = cable.changed() => {
                // Both ends stay open, and nothing goes through.
                std::future::pending::<()>().await;
            }
        }
    }
}
