//! Records of lines and branches that are nothing but small numbers: nearly all there are, and worth a way of their own.

use crate::model::ratio::Metric;

use super::super::super::format::Record;
use super::super::super::scan::lines::Block;
use super::super::super::scan::number::Count;

/// Passes records of lines and branches that are nothing but small numbers. What is left is for [`record`](super::record).
pub(super) fn plain_records(block: &mut Block<'_>, out: &mut dyn Record) {
    loop {
        let rest = block.rest();
        let length = if let Some(value) = rest.strip_prefix(b"DA:") {
            plain_line(value, out).map(|length| length + b"DA:".len())
        } else if let Some(value) = rest.strip_prefix(b"BRDA:") {
            plain_branch(value, out).map(|length| length + b"BRDA:".len())
        } else {
            None
        };
        let Some(length) = length else { return };
        block.pass(length);
    }
}

fn plain_line(value: &[u8], out: &mut dyn Record) -> Option<usize> {
    let (number, length) = small(value, b',')?;
    let (hits, end) = small(&value[length + 1..], b'\n')?;
    u32::try_from(number).ok()?;
    out.line(Count::Exact(number), Count::Exact(hits));
    Some(length + 1 + end + 1)
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
