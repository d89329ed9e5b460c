namespace NetDrms.Sums.Tests.Archive;

/// <summary>Scripts that stand in for a changer with two drives and its tapes: <c>mtx</c>, <c>mt</c> and <c>dd</c> over files. No hardware.</summary>
internal static class StandInTapes
{
    private const string Mtx = """
        #!/bin/sh
        set -e
        [ "$1" = -f ] || { echo "mtx: no device" >&2; exit 1; }
        cd "$(dirname "$0")"
        shift 2
        case $1 in
        status)
            echo "  Storage Changer /dev/sg3:2 Drives, 5 Slots ( 1 Import/Export )"
            for d in 0 1; do
                if [ -s drive$d ]; then read -r tape home <drive$d; echo "Data Transfer Element $d:Full (Storage Element $home Loaded):VolumeTag = $tape"
                else echo "Data Transfer Element $d:Empty"; fi
            done
            for s in 1 2 3 4 5; do
                door=; [ $s = 5 ] && door=" IMPORT/EXPORT"
                if [ -s slot$s ]; then echo "      Storage Element $s$door:Full :VolumeTag=$(cat slot$s)            "
                else echo "      Storage Element $s$door:Empty"; fi
            done ;;
        load) [ -s slot$2 ] && [ ! -s drive$3 ] || { echo "MOVE MEDIUM from Element Address $2 failed" >&2; exit 1; }
            echo "$(cat slot$2) $2" >drive$3; : >slot$2; echo 0 >position$3 ;;
        unload) [ -s drive$3 ] && [ ! -s slot$2 ] && [ ! -e position$3 ] || { echo "MOVE MEDIUM to Element Address $2 failed" >&2; exit 1; }
            read -r tape home <drive$3; echo "$tape" >slot$2; : >drive$3 ;;
        transfer) [ -s slot$2 ] && [ ! -s slot$3 ] || { echo "MOVE MEDIUM failed" >&2; exit 1; }
            cat slot$2 >slot$3; : >slot$2 ;;
        *) exit 1 ;;
        esac
        """;

    private const string Mt = """
        #!/bin/sh
        set -e
        [ "$1" = -f ] || exit 1
        cd "$(dirname "$0")"
        d=${2##*nst}
        shift 2
        [ -s drive$d ] && [ -e position$d ] || { echo "mt: no medium" >&2; exit 1; }
        read -r tape home <drive$d
        count=$(ls tapes/$tape | wc -l)
        position=$(cat position$d)
        case $1 in
        rewind) echo 0 >position$d ;;
        eod) echo $count >position$d ;;
        fsf) [ $((position + $2)) -le $count ] || { echo "mt: Input/output error" >&2; exit 1; }; echo $((position + $2)) >position$d ;;
        status) printf 'SCSI 2 tape drive:\nFile number=%s, block number=0, partition=0.\n' $position ;;
        offline) rm position$d ;;
        *) exit 1 ;;
        esac
        """;

    // What is written ends the tape; what a killed writer left counts as a file.
    private const string Dd = """
        #!/bin/sh
        set -e
        cd "$(dirname "$0")"
        case $1 in
        if=*) d=${1##*nst}; read -r tape home <drive$d; position=$(cat position$d)
            [ -e tapes/$tape/$position ] || { echo "dd: Input/output error" >&2; exit 1; }
            cat tapes/$tape/$position ;;
        of=*) d=${1##*nst}; read -r tape home <drive$d; position=$(cat position$d)
            for file in tapes/$tape/*; do [ -e "$file" ] && [ ${file##*/} -ge $position ] && rm "$file"; done
            cat >tapes/$tape/$position ;;
        esac
        echo $((position + 1)) >position$d
        """;

    /// <summary>Makes scripts, three tapes and a cleaning tape, and a tape in the door, in a folder.</summary>
    public static void Make(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in new[] { ("mtx", Mtx), ("mt", Mt), ("dd", Dd) })
        {
            File.WriteAllText(Path.Combine(folder, name), text + "\n");
            File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        string[] tapes = ["012821L4", "012822L4", "012823L4", "CLN001L4", "012825L4"];
        for (int i = 0; i < tapes.Length; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"slot{i + 1}"), tapes[i] + "\n");
            Directory.CreateDirectory(Path.Combine(folder, "tapes", tapes[i]));
        }
        File.WriteAllText(Path.Combine(folder, "drive0"), "");
        File.WriteAllText(Path.Combine(folder, "drive1"), "");
    }
}
