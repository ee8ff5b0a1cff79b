//! Throw-away certificates: an authority, and a server certificate of each kind that a desk must
//! accept or refuse.

use crate::owner::Owner;
use crate::{Cluster, ClusterError};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use std::path::{Path, PathBuf};

/// Which certificate the server shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// For `localhost` and 127.0.0.1, vouched for by [`Cluster::authority`].
    Valid,
    /// As the valid one, but for another name.
    OtherName,
    /// As the valid one, but it expired long ago.
    Expired,
    /// For `localhost`, but vouched for by an authority that nobody knows.
    OtherAuthority,
}

/// The authority of one cluster and the files of its server.
#[derive(Debug)]
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its own certificate.
    pem: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Authority {
    /// Makes an authority with its certificate in `folder`, and the server's valid certificate.
    fn found(folder: &Path, owner: Owner) -> Result<Self, ClusterError> {
        let (issuer, own) = authority("Throw-away authority of a test")?;
        let authority = Self {
            issuer,
            pem: folder.join("authority.pem"),
            certificate: folder.join("server.crt"),
            key: folder.join("server.key"),
        };
        std::fs::write(&authority.pem, own).map_err(ClusterError::file("write", &authority.pem))?;
        authority.issue(Certificate::Valid, owner)?;
        Ok(authority)
    }

    /// Lines of PostgreSQL's settings.
    pub(crate) fn settings(&self) -> String {
        format!(
            "ssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'\n",
            self.certificate.display(),
            self.key.display()
        )
    }

    /// Writes a certificate and its key where the server reads them.
    fn issue(&self, which: Certificate, owner: Owner) -> Result<(), ClusterError> {
        let names: &[&str] = match which {
            Certificate::OtherName => &["another-server.example"],
            _ => &["localhost", "127.0.0.1"],
        };
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(names)?;
        params
            .distinguished_name
            .push(DnType::CommonName, "A test's database");
        if which == Certificate::Expired {
            params.not_before = rcgen::date_time_ymd(2019, 1, 1);
            params.not_after = rcgen::date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate()?;
        let certificate = if which == Certificate::OtherAuthority {
            let (stranger, _) = authority("Somebody else's authority")?;
            params.signed_by(&key, &stranger)?
        } else {
            params.signed_by(&key, &self.issuer)?
        };
        for (path, text) in [
            (&self.key, key.serialize_pem()),
            (&self.certificate, certificate.pem()),
        ] {
            write_private(path, &text, owner)?;
        }
        Ok(())
    }
}

/// An authority and its own certificate.
fn authority(name: &str) -> Result<(Issuer<'static, KeyPair>, String), ClusterError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, name);
    let key = KeyPair::generate()?;
    let own = params.self_signed(&key)?.pem();
    Ok((Issuer::new(params, key), own))
}

/// Writes a file that only its owner reads: PostgreSQL refuses a key that others can.
fn write_private(path: &Path, text: &str, owner: Owner) -> Result<(), ClusterError> {
    std::fs::write(path, text).map_err(ClusterError::file("write", path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
            .map_err(ClusterError::file("protect", path))?;
    }
    owner.give(path)
}

impl Cluster {
    /// The file with the certificate of the authority that vouches for the server (PEM); `None`
    /// without encryption.
    #[must_use]
    pub fn authority(&self) -> Option<&Path> {
        self.authority
            .as_ref()
            .map(|authority| authority.pem.as_path())
    }

    /// Lets the server show another certificate to whoever connects from now on.
    ///
    /// # Errors
    /// [`ClusterError::NoTls`] without encryption, or when the certificate cannot be made.
    pub fn show(&self, certificate: Certificate) -> Result<(), ClusterError> {
        let authority = self.authority.as_ref().ok_or(ClusterError::NoTls)?;
        authority.issue(certificate, self.owner())?;
        // By a restart and not a reload: that answers before the new certificate is shown.
        self.restart()
    }

    /// Founds an authority; the server uses it when it is started.
    pub(crate) fn offer_encryption(&mut self) -> Result<(), ClusterError> {
        self.authority = Some(Authority::found(self.socket_dir(), self.owner())?);
        Ok(())
    }
}
