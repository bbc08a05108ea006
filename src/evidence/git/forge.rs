//! The web address of a repository, made from the address of its git remote. Names and passwords in it are dropped.

/// The web address that belongs to a git remote: `https://github.com/owner/repo` for
/// `git@github.com:owner/repo.git`. `None` for a path on a disk and for anything that is no address.
pub fn web_address(remote: &str) -> Option<String> {
    let remote = remote.trim();
    if remote.chars().any(|c| c.is_control() || c.is_whitespace() || "\"'<>\\`".contains(c)) {
        return None;
    }
    let (scheme, host, path) = match remote.split_once("://") {
        Some((scheme @ ("https" | "http"), rest)) => {
            let (authority, path) = rest.split_once('/')?;
            (scheme, without_user(authority), path)
        }
        Some(("ssh" | "git" | "git+ssh" | "ssh+git", rest)) => {
            let (authority, path) = rest.split_once('/')?;
            // The port is that of ssh or git, not of the web.
            ("https", without_user(authority).split(':').next()?, path)
        }
        Some(_) => return None,
        None => {
            let (authority, path) = remote.split_once(':')?;
            // A drive letter or a folder before the colon is a path on a disk.
            if authority.contains('/') || authority.len() < 2 {
                return None;
            }
            ("https", without_user(authority), path)
        }
    };
    let host = if host == "ssh.github.com" { "github.com" } else { host };
    let path = path.split(['?', '#']).next()?.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let named = host.contains('.') || host.starts_with("localhost");
    let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    (named && plain && !path.is_empty()).then(|| format!("{scheme}://{host}/{path}"))
}

fn without_user(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_become_web_addresses() {
        let table = [
            ("https://github.com/owner/repo.git", Some("https://github.com/owner/repo")),
            ("https://user:ghp_secret@github.com/owner/repo", Some("https://github.com/owner/repo")),
            ("git@github.com:owner/repo.git", Some("https://github.com/owner/repo")),
            ("ssh://git@host.example:2222/group/sub/repo.git/", Some("https://host.example/group/sub/repo")),
            ("ssh://git@ssh.github.com:443/owner/repo.git", Some("https://github.com/owner/repo")),
            ("http://localhost:3000/a/b.git?x=1", Some("http://localhost:3000/a/b")),
            ("git://host.example/repo.git", Some("https://host.example/repo")),
            ("git@work-alias:owner/repo.git", None),
            ("/srv/git/repo.git", None),
            ("../repo.git", None),
            ("C:/repos/x", None),
            ("file:///srv/repo", None),
            ("ext::sh -c touch x", None),
            ("https://host.example/\"><script>", None),
            ("https://host.example", None),
        ];
        for (remote, expected) in table {
            assert_eq!(web_address(remote).as_deref(), expected, "{remote}");
        }
    }
}
