//! stub until merged
pub mod instance {
    pub async fn start(
        _c: crate::clock::Clock,
        _s: seatsync_agent::instance::Settings,
        _d: std::path::PathBuf,
        _b: std::net::SocketAddr,
    ) -> std::io::Result<(std::future::Ready<std::io::Result<()>>, std::net::SocketAddr)> {
        Ok((std::future::ready(Ok(())), _b))
    }
}
pub mod mailbox {
    pub async fn start(
        _c: std::sync::Arc<crate::app::App>,
        _b: std::net::SocketAddr,
    ) -> std::io::Result<(std::future::Ready<std::io::Result<()>>, std::net::SocketAddr)> {
        Ok((std::future::ready(Ok(())), _b))
    }
}
