// @ts-check
/** The request that every contestant is asked, again and again. */
export const REQUEST = {
  head: 'POST /token HTTP/1.1\r\nContent-Type: application/json',
  body: JSON.stringify({ room_name: 'bench-room', participant_identity: 'bench-person' }),
};
