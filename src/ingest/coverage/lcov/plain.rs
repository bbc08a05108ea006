//! Records of lines and branches that are nothing but small numbers: nearly all there are, and worth a way of their own.

use crate::model::ratio::Metric;

use super::super::super::format::Record;
use super::super::super::scan::lines::Block;
use super::super::super::scan::number::Count;

/// How many lines are said at once.
const SOME: usize = 64;

/// Passes records of lines and branches that are nothing but small numbers. What is left is for [`record`](super::record).
pub(super) fn plain_records(block: &mut Block<'_>, out: &mut dyn Record) {
    loop {
        let rest = block.rest();
        if rest.starts_with(b"DA:") {
            if !plain_lines(block, out) {
                return;
            }
        } else {
            let Some(length) = rest.strip_prefix(b"BRDA:").and_then(|value| plain_branch(value, out)) else { return };
            block.pass(b"BRDA:".len() + length);
        }
    }
}

/// Passes records of lines that follow each other. `false` if the first one is not plain.
fn plain_lines(block: &mut Block<'_>, out: &mut dyn Record) -> bool {
    let (mut some, mut count, mut passed) = ([(0, 0); SOME], 0, 0);
    while let Some(room) = some.get_mut(count) {
        let Some((line, length)) = block.rest().strip_prefix(b"DA:").and_then(plain_line) else { break };
        block.pass(b"DA:".len() + length);
        passed += 1;
        // Line 0 is no line.
        *room = line;
        count += usize::from(line.0 > 0);
    }
    out.lines(&some[..count]);
    passed > 0
}

/// `line,hits` and the end of the line, and how long that is.
#[inline]
fn plain_line(value: &[u8]) -> Option<((u32, u64), usize)> {
    let (number, length) = small(value, b',')?;
    let (hits, end) = small(&value[length + 1..], b'\n')?;
    Some(((u32::try_from(number).ok()?, hits), length + 1 + end + 1))
}

fn plain_branch(value: &[u8], out: &mut dyn Record) -> Option<usize> {
    let (line, mut at) = small(value, b',')?;
    let (block, length) = small(&value[at + 1..], b',')?;
    at += length + 1;
    let (arm, length) = small(&value[at + 1..], b',')?;
    at += length + 1;
    let taken = &value[at + 1..];
    let (taken, length) = if taken.starts_with(b"-\n") { (0, 1) } else { small(taken, b'\n')? };
    let (block, arm) = (u32::try_from(block).ok()?, u32::try_from(arm).ok()?);
    u32::try_from(line).ok()?;
    out.unit(Metric::Branches, Count::Exact(line), block, arm, Count::Exact(taken));
    Some(at + 1 + length + 1)
}

/// A number of a few digits that ends with `end`, and how many they are.
#[inline]
fn small(text: &[u8], end: u8) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (at, byte) in text.iter().enumerate().take(18) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return (*byte == end && at > 0).then_some((value, at));
        }
        value = value * 10 + u64::from(digit);
    }
    None
}
